using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>
/// Copies runs of a data set in order, opening the object as seldom as possible: runs that lie close together (fragments
/// with their 8-byte item headers, neighbouring frames) are read through one open range.
/// </summary>
internal sealed class RangedCopy(IInstanceRetrieve retrieve, StoredInstance instance, IReadOnlyList<ByteRange> runs) : IAsyncDisposable
{
    private const int GreatestGap = 4096;
    private Stream? _source;
    private long _position;
    private long _end;
    private int _next;

    /// <summary>Copies the next run.</summary>
    public async Task CopyNextAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var run = runs[_next];
        if (_source is null || run.Offset < _position || run.End > _end)
            await OpenAsync(cancellationToken);
        await SkipAsync(run.Offset - _position, cancellationToken);
        await output.CopyFromAsync(_source!, run.Length, cancellationToken);
        _position = run.End;
        _next++;
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
        _source = null;
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        _position = runs[_next].Offset;
        _end = runs[_next].End;
        for (var i = _next + 1; i < runs.Count && runs[i].Offset >= _end && runs[i].Offset - _end <= GreatestGap; i++)
            _end = runs[i].End;
        _source = await retrieve.OpenDataSetRangeAsync(instance, _position, _end - _position, inflate: true, cancellationToken);
    }

    private async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        var scratch = count > 0 ? new byte[count] : [];
        await _source!.ReadExactlyAsync(scratch, cancellationToken);
        _position += count;
    }
}
