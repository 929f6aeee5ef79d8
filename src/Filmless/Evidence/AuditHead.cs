using System.Text;
using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A signed end of the audit trail's chain: what it covers can no longer be rewritten by whoever can write to the database.</summary>
/// <param name="Hash">Lower-case hexadecimal.</param>
public sealed record AuditHead(string Format, DateTimeOffset At, long Number, string Hash)
{
    public const string FormatName = "imaging-gateway/audit-head/1";

    private const string SignatureType = "audit-head+jws";

    /// <summary>One signed end a line, outside the database.</summary>
    public static string PathIn(StorageOptions options) => Path.Combine(options.Data, "audit", "heads.jsonl");

    public static AuditHead Of(AuditChain chain, DateTimeOffset at) => new(FormatName, at, chain.Number, Convert.ToHexStringLower(chain.Hash));

    public JsonWebSignature Sign(HospitalKeys keys) => keys.Sign(CanonicalJson.Of(this, JsonWebSignature.Form), SignatureType);

    /// <summary>Reads signed ends.</summary>
    /// <param name="file">One a line. What follows the last line's end was torn by a power cut: no line yet, unless it is whole.</param>
    /// <param name="keys">Of the hospital.</param>
    /// <returns>Number → hash of those whose signature fits, and a finding for every line that does not.</returns>
    public static (IReadOnlyDictionary<long, string> Heads, IReadOnlyList<Finding> Faults) Read(string file, JsonWebKeySet keys)
    {
        var (heads, faults) = (new Dictionary<long, string>(), new List<Finding>());
        var lines = file.Split('\n');
        foreach (var (index, line) in lines.Index())
        {
            if (TryRead(Encoding.UTF8.GetBytes(line), keys) is { } head)
            {
                if (!heads.TryAdd(head.Number, head.Hash) && heads[head.Number] != head.Hash)
                    faults.Add(Finding.Fault($"Two different ends were signed for line {head.Number}: the trail was rewritten between."));
            }
            else if (index < lines.Length - 1)
            {
                faults.Add(Finding.Fault($"The signed end in line {index + 1} is not signed by this hospital, or was changed."));
            }
        }

        return (heads, faults);
    }

    /// <summary>A signed end; null when it is none, or not signed by one of the keys.</summary>
    internal static AuditHead? TryRead(ReadOnlySpan<byte> line, JsonWebKeySet keys)
    {
        try
        {
            var signature = JsonWebSignature.Parse(line);
            return SignatureVerification.Check(signature, SignatureType, keys).Any(finding => finding.IsFault)
                ? null : JsonSerializer.Deserialize<AuditHead>(signature.PayloadBytes, JsonWebSignature.Form) is { Format: FormatName, Hash: not null } head ? head : null;
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            return null;
        }
    }
}
