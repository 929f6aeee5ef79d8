using System.Text;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>The parts of a multipart/related answer, read by code that shares nothing with the server's.</summary>
internal sealed record MultipartAnswer(string Headers, byte[] Content)
{
    public static async Task<IReadOnlyList<MultipartAnswer>> ReadAsync(HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType!;
        Assert.Equal("multipart/related", type.MediaType);
        var boundary = type.Parameters.Single(parameter => parameter.Name == "boundary").Value!.Trim('"');
        var body = await response.Content.ReadAsByteArrayAsync();
        if (response.Content.Headers.ContentLength is { } length)
            Assert.Equal(length, body.Length);
        var parts = new List<MultipartAnswer>();
        var at = 0;
        Assert.True(Expect(body, ref at, "--" + boundary), "the body begins with its boundary");
        while (!Expect(body, ref at, "--"))
        {
            Assert.True(Expect(body, ref at, "\r\n"));
            var headerEnd = IndexOf(body, "\r\n\r\n", at);
            var contentEnd = IndexOf(body, "\r\n--" + boundary, headerEnd + 4);
            parts.Add(new MultipartAnswer(Encoding.ASCII.GetString(body[at..headerEnd]), body[(headerEnd + 4)..contentEnd]));
            at = contentEnd + 4 + boundary.Length;
        }

        return parts;
    }

    private static bool Expect(byte[] body, ref int at, string text)
    {
        if (!body.AsSpan(at).StartsWith(Encoding.ASCII.GetBytes(text)))
            return false;
        at += text.Length;
        return true;
    }

    private static int IndexOf(byte[] body, string text, int from)
    {
        var found = body.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(text));
        Assert.True(found >= 0, $"'{text.Trim()}' is missing in the body");
        return from + found;
    }
}
