using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Multipart;

public class MultipartBodyReaderTests
{
    // two parts; the first holds what looks like the beginning of a boundary, and bare line breaks
    private const string FirstContent = "abc\r\n--b\r\r\n--\n\r\n--boundarx\r";
    private const string SecondContent = "";
    private const string Body =
        "--boundary\r\nContent-Type: application/dicom\r\nX: 1\r\n\r\n" + FirstContent
        + "\r\n--boundary  \r\n\r\n" + SecondContent + "\r\n--boundary--\r\nepilogue";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Reads_parts_whatever_the_pieces(int pieceSize)
    {
        var parts = await ReadAllAsync(Encoding.Latin1.GetBytes(Body), pieceSize);
        Assert.Equal([FirstContent, SecondContent], parts.Select(part => part.Content));
        Assert.Equal("application/dicom", parts[0].Headers["content-type"]);
        Assert.Empty(parts[1].Headers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    public async Task A_consumer_that_gathers_before_it_takes_gets_the_same(int pieceSize)
    {
        // in every place among the pieces, and after content that was taken or only looked at
        for (var length = 0; length < 40; length++)
        {
            var content = new string('x', length) + FirstContent;
            var body = Encoding.Latin1.GetBytes($"--boundary\r\n\r\n{content}\r\n--boundary--");
            var reader = new MultipartBodyReader(new PiecewiseReader(body, pieceSize), "boundary");
            var part = (await reader.ReadPartAsync(default))!.Content;
            var taken = new StringBuilder();
            while (true)
            {
                var result = await part.ReadAsync();
                if (result.Buffer.Length < 17 && !result.IsCompleted)
                {
                    part.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                    continue;
                }

                taken.Append(Encoding.Latin1.GetString(result.IsCompleted ? result.Buffer : result.Buffer.Slice(0, 13)));
                part.AdvanceTo(result.IsCompleted ? result.Buffer.End : result.Buffer.GetPosition(13));
                if (result.IsCompleted)
                    break;
            }

            Assert.Equal(content, taken.ToString());
            Assert.Null(await reader.ReadPartAsync(default));
        }
    }

    [Fact]
    public async Task A_body_cut_anywhere_before_its_end_is_refused()
    {
        var whole = Encoding.Latin1.GetBytes(Body);
        var closed = Body.IndexOf("--boundary--", StringComparison.Ordinal) + "--boundary--".Length;
        for (var length = 0; length < closed; length++)
            await Assert.ThrowsAsync<MalformedMultipartException>(() => ReadAllAsync(whole[..length], 5));
        for (var length = closed; length <= whole.Length; length++)
            Assert.Equal(2, (await ReadAllAsync(whole[..length], 5)).Count);
    }

    [Fact]
    public async Task Skips_a_preamble_and_what_a_consumer_left()
    {
        var body = Encoding.Latin1.GetBytes("a preamble\r\n" + Body);
        var reader = new MultipartBodyReader(PipeReader.Create(new ReadOnlySequence<byte>(body)), "boundary");
        Assert.NotNull(await reader.ReadPartAsync(default));
        Assert.NotNull(await reader.ReadPartAsync(default));
        Assert.Null(await reader.ReadPartAsync(default));
        Assert.Null(await reader.ReadPartAsync(default));
    }

    [Fact]
    public async Task Skips_after_a_consumer_that_looked_but_did_not_take()
    {
        var reader = new MultipartBodyReader(PipeReader.Create(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(Body))), "boundary");
        var first = await reader.ReadPartAsync(default);
        await first!.Content.ReadAsync();
        Assert.NotNull(await reader.ReadPartAsync(default));
    }

    [Theory]
    [InlineData("--boundaryX\r\n\r\nabc\r\n--boundary--")]
    [InlineData("--boundary\r\nno colon here\r\n\r\nabc\r\n--boundary--")]
    [InlineData("nothing of the kind")]
    [InlineData("")]
    public async Task Refuses_what_is_no_multipart(string body) =>
        await Assert.ThrowsAsync<MalformedMultipartException>(() => ReadAllAsync(Encoding.Latin1.GetBytes(body), 100));

    [Fact]
    public async Task Refuses_endless_headers_and_endless_preambles()
    {
        var headers = "--boundary\r\n" + string.Concat(Enumerable.Repeat("X: " + new string('y', 1000) + "\r\n", 30));
        await Assert.ThrowsAsync<MalformedMultipartException>(() => ReadAllAsync(Encoding.Latin1.GetBytes(headers), 4096));
        await Assert.ThrowsAsync<MalformedMultipartException>(() => ReadAllAsync(Encoding.Latin1.GetBytes("--boundary\r\nX: " + new string('y', 40_000)), 4096));
        await Assert.ThrowsAsync<MalformedMultipartException>(() => ReadAllAsync(new byte[100_000], 4096));
    }

    [Fact]
    public async Task A_slow_consumer_holds_the_sender()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var body = new byte[1 << 20];
        "--boundary\r\n\r\n"u8.CopyTo(body);
        var writing = pipe.Writer.WriteAsync(body).AsTask();
        var part = await new MultipartBodyReader(pipe.Reader, "boundary").ReadPartAsync(default);
        Assert.NotNull(part);
        Assert.False(writing.IsCompleted);
    }

    private static async Task<List<(IReadOnlyDictionary<string, string> Headers, string Content)>> ReadAllAsync(byte[] body, int pieceSize)
    {
        var reader = new MultipartBodyReader(new PiecewiseReader(body, pieceSize), "boundary");
        var parts = new List<(IReadOnlyDictionary<string, string>, string)>();
        while (await reader.ReadPartAsync(default) is { } part)
        {
            using var content = new MemoryStream();
            await part.Content.CopyToAsync(content);
            parts.Add((part.Headers, Encoding.Latin1.GetString(content.ToArray())));
        }

        return parts;
    }
}
