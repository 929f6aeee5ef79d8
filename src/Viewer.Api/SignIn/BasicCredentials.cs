using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>HTTP Basic (RFC 7617) for programs. A verified pair is remembered for minutes as an HMAC, so that the slow hash is not run per frame.</summary>
internal sealed class BasicCredentials(Accounts accounts, TimeProvider clock)
{
    private const int MostRemembered = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (string UserName, string Stamp, DateTimeOffset Until)> _verified = new();

    /// <summary>Name and password of the request's header; null without a readable one.</summary>
    public static (string UserName, string Password)? Read(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) || header.Parameter is not { Length: < 2048 } parameter)
            return null;
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (pair[..colon], pair[(colon + 1)..]) : null;
    }

    public async Task<SignInOutcome> VerifyAsync(string userName, string password, string? remoteAddress, CancellationToken cancellationToken)
    {
        var digest = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{userName}\0{password}")));
        var now = clock.GetUtcNow();
        if (_verified.TryGetValue(digest, out var known) && known.Until > now
            && await accounts.FindActiveAsync(known.UserName, known.Stamp, cancellationToken) is { } account)
            return new SignInOutcome.Accepted(account);
        var outcome = await accounts.SignInAsync(userName, password, remoteAddress, cancellationToken);
        if (outcome is SignInOutcome.Accepted { Account: var accepted })
        {
            if (_verified.Count >= MostRemembered)
                _verified.Clear();
            _verified[digest] = (accepted.UserName, accepted.Stamp, now + Remembered);
        }

        return outcome;
    }
}
