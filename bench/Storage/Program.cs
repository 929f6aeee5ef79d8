using BenchmarkDotNet.Running;
using ImagingGateway.Bench.Storage;

BenchmarkSwitcher.FromTypes([typeof(IndexBatch), typeof(FrameRange)]).Run(args);
