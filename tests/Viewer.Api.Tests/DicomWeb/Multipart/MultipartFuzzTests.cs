using System.Text;
using ImagingGateway.TestKit;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Multipart;

/// <summary>Bodies changed at random: parts or a refusal, the same in whatever pieces they arrive, and no part has what is not in the body.</summary>
[Trait("Category", "Fuzz")]
public sealed class MultipartFuzzTests
{
    private const string Delimiter = "\r\n--boundary";

    private static readonly string[] Bodies =
    [
        "--boundary\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--bound\r\n" + Delimiter + "  \r\nX: 1\r\nY:\r\n\r\n" + Delimiter + "--\r\nepilogue",
        "preamble" + Delimiter + "\r\n\r\n\r\n\r" + Delimiter + "\r\nContent-Location: a\r\n\r\n--boundary" + Delimiter + "--",
    ];

    [Fact]
    public void Bodies_are_read_alike_in_whatever_pieces_they_arrive() => new Fuzzing("multipart", Bodies.Select(Encoding.Latin1.GetBytes), body =>
    {
        var whole = ReadAsync(body, body.Length).Result;
        Assert.All([1, 2, 13], size => Assert.Equal(whole, ReadAsync(body, size).Result));
        var rest = Delimiter + Encoding.Latin1.GetString(body);
        foreach (var content in whole.Parts)
        {
            // each stands in the body between an empty line and a boundary, after the one before
            var at = rest.IndexOf($"\r\n\r\n{content}{Delimiter}", StringComparison.Ordinal);
            Assert.True(at >= 0 && !content.Contains(Delimiter, StringComparison.Ordinal));
            rest = rest[(at + 4 + content.Length)..];
        }

        return (whole.Parts.Count, whole.Headers, whole.Refusal);
    }) { Rounds = 20_000, LargestInput = 1024, AllocatedPerByte = 4096 }.Run();

    private static async Task<Reading> ReadAsync(byte[] body, int pieceSize)
    {
        var reading = new Reading([], 0, null);
        try
        {
            var reader = new MultipartBodyReader(new PiecewiseReader(body, Math.Max(1, pieceSize)), "boundary");
            while (await reader.ReadPartAsync(default) is { } part)
            {
                using var content = new MemoryStream();
                await part.Content.CopyToAsync(content);
                reading.Parts.Add(Encoding.Latin1.GetString(content.ToArray()));
                reading = reading with { Headers = reading.Headers + part.Headers.Count };
            }

            return reading;
        }
        catch (MalformedMultipartException refused)
        {
            return reading with { Refusal = refused.Message };
        }
    }

    private sealed record Reading(List<string> Parts, int Headers, string? Refusal)
    {
        public bool Equals(Reading? other) => other is not null && Parts.SequenceEqual(other.Parts) && Headers == other.Headers && Refusal == other.Refusal;

        public override int GetHashCode() => HashCode.Combine(Parts.Count, Headers, Refusal);
    }
}
