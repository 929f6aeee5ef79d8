using ImagingGateway.Bench.Reading;

// reading-bench scan DIR | parse DIR | rewrite DIR OUT : one process over all files of a folder, for bench/parse
switch (args)
{
    case ["scan", var folder]:
        Files.ForEach(folder, Files.Scan);
        return 0;
    case ["parse", var folder]:
        Files.ForEach(folder, Files.Parse);
        return 0;
    case ["rewrite", var folder, var output]:
        Files.ForEach(folder, path => Files.Rewrite(path, output));
        return 0;
    default:
        Console.Error.WriteLine("reading-bench scan|parse DIR, rewrite DIR OUT");
        return 2;
}
