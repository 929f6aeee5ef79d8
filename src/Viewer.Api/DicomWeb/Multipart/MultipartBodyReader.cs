using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ImagingGateway.Viewer.Api.DicomWeb.Multipart;

/// <summary>
/// Reads a multipart/related body part by part, as the bytes arrive (RFC 2046 5.1). A part's content is a
/// <see cref="PipeReader"/> over the request's own buffers: nothing is copied, and a slow consumer slows the sender.
/// </summary>
internal sealed class MultipartBodyReader(PipeReader body, string boundary)
{
    /// <summary>Most bytes of the header lines of one part, and of what stands before the first boundary.</summary>
    private const int MaxHeaderBytes = 16 * 1024;

    private readonly byte[] _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
    private PartContentReader? _current;
    private bool _atEnd;

    /// <summary>The next part, after what is left of the one before was skipped; null after the closing boundary.</summary>
    /// <exception cref="MalformedMultipartException">The body breaks the rules, or ends without its closing boundary.</exception>
    public async Task<MultipartPart?> ReadPartAsync(CancellationToken cancellationToken)
    {
        if (_atEnd)
            return null;
        if (_current is null)
            await SkipPreambleAsync(cancellationToken);
        else
            await _current.DrainAsync(cancellationToken);

        // what follows the boundary on its line: "--" closes the body, blanks are allowed padding
        var rest = await ReadLineAsync(MaxHeaderBytes, isEndOfBodyAllowed: true, cancellationToken);
        if (rest.StartsWith("--", StringComparison.Ordinal))
        {
            _atEnd = true;
            return null;
        }

        if (rest.Trim().Length > 0)
            throw new MalformedMultipartException("A boundary line is followed by other text. Check the boundary parameter of Content-Type.");
        var headers = await ReadHeadersAsync(cancellationToken);
        _current = new PartContentReader(body, _delimiter);
        return new MultipartPart(headers, _current);
    }

    private async Task SkipPreambleAsync(CancellationToken cancellationToken)
    {
        // at the very beginning the boundary needs no line break before it
        var start = _delimiter.AsMemory(2);
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.Length >= start.Length)
            {
                var isAtStart = StartsWith(buffer, start.Span);
                body.AdvanceTo(isAtStart ? buffer.GetPosition(start.Length) : buffer.Start);
                if (isAtStart)
                    return;
                await new PartContentReader(body, _delimiter).DrainAsync(cancellationToken, MaxHeaderBytes);
                return;
            }

            body.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new MalformedMultipartException("The body ends before its first boundary. Check the boundary parameter of Content-Type.");
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var left = MaxHeaderBytes;
        while (true)
        {
            var line = await ReadLineAsync(left, isEndOfBodyAllowed: false, cancellationToken);
            if (line.Length == 0)
                return headers;
            left -= line.Length + 2;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new MalformedMultipartException("A part has a header line without a colon.");
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }
    }

    private async Task<string> ReadLineAsync(int limit, bool isEndOfBodyAllowed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (TryReadLine(buffer, out var line, out var next) && line.Length <= limit)
            {
                body.AdvanceTo(next);
                return line;
            }

            if (buffer.Length > limit)
                throw new MalformedMultipartException($"The header lines of a part are longer than {MaxHeaderBytes} bytes.");
            if (result.IsCompleted)
            {
                // the closing boundary may be the last bytes, without a line break after it
                var rest = Encoding.Latin1.GetString(buffer);
                body.AdvanceTo(buffer.End);
                return isEndOfBodyAllowed && rest.StartsWith("--", StringComparison.Ordinal)
                    ? rest : throw new MalformedMultipartException("The body ends inside the header lines of a part.");
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryReadLine(ReadOnlySequence<byte> buffer, out string line, out SequencePosition next)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadTo(out ReadOnlySequence<byte> bytes, "\r\n"u8);
        line = found && bytes.Length <= MaxHeaderBytes ? Encoding.Latin1.GetString(bytes) : string.Empty;
        next = reader.Position;
        return found && bytes.Length <= MaxHeaderBytes;
    }

    private static bool StartsWith(ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> start) =>
        new SequenceReader<byte>(buffer).IsNext(start);
}
