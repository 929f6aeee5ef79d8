using BenchmarkDotNet.Running;
using ImagingGateway.Bench.Dicom;

// dicom-bench make DIR COUNT           : files for bench/parse
// dicom-bench [BenchmarkDotNet options] : everything in memory
return args switch
{
    ["make", var folder, var count] => MadeFiles.Make(folder, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(MadeFiles).Assembly).Run(args).Any() ? 0 : 1,
};
