using BenchmarkDotNet.Running;
using ImagingGateway.Bench.Network;

BenchmarkSwitcher.FromTypes([typeof(PduPath), typeof(Negotiating)]).Run(args);
