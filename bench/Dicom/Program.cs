using BenchmarkDotNet.Running;
using ImagingGateway.Bench.Dicom;

// dicom-bench make DIR COUNT | scan DIR | parse DIR | rewrite DIR OUT : whole-process runs for bench/parse
// dicom-bench [BenchmarkDotNet options]                               : everything in memory
return args switch
{
    ["make", var folder, var count] => Files.Make(folder, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["scan", var folder] => Files.ForEach(folder, Files.Scan),
    ["parse", var folder] => Files.ForEach(folder, Files.Parse),
    ["rewrite", var folder, var output] => Files.ForEach(folder, path => Files.Rewrite(path, output)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Files).Assembly).Run(args).Any() ? 0 : 1,
};
