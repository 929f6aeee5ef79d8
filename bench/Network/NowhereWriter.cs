using System.IO.Pipelines;

namespace ImagingGateway.Bench.Network;

/// <summary>A transport that takes everything and keeps nothing: what is measured is the framing alone.</summary>
internal sealed class NowhereWriter : PipeWriter
{
    private readonly byte[] _buffer = new byte[512 << 10];

    public override void Advance(int bytes)
    {
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

    public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
