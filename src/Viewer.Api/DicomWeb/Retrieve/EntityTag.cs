using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>
/// Entity tags made of the object keys an answer comes from (a key never names other bytes) and of how it is represented.
/// Answers may be kept by the browser but must be asked for again each time, so that a revoked link shows nothing.
/// </summary>
internal sealed class EntityTag : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public EntityTag Add(string part)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(part));
        _hash.AppendData("\n"u8);
        return this;
    }

    /// <summary>Sets ETag and Cache-Control; true when the client has this already and 304 was set.</summary>
    public bool IsKnownTo(HttpContext context, bool isWeak = false)
    {
        Span<byte> digest = stackalloc byte[32];
        _hash.GetHashAndReset(digest);
        var tag = $"\"{Convert.ToHexStringLower(digest[..12])}\"";
        context.Response.Headers.ETag = isWeak ? "W/" + tag : tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        var known = context.Request.Headers.IfNoneMatch;
        if (known.Count == 0)
            return false;

        // RFC 9110 13.1.2: If-None-Match compares weakly
        foreach (var value in known)
        {
            foreach (var candidate in (value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries))
            {
                if (candidate != "*" && (candidate.StartsWith("W/", StringComparison.Ordinal) ? candidate[2..] : candidate) != tag)
                    continue;
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _hash.Dispose();
}
