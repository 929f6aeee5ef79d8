using System.CommandLine;
using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;

namespace ImagingGateway.Host.Commands;

/// <summary><c>verify-evidence</c>: checks a signed manifest, or a whole portable copy, on any machine, without a gateway or a network.</summary>
internal static class VerifyEvidenceCommand
{
    private static readonly Argument<string> Document = new("FILE") { Description = "Signed manifest (.json) or portable copy (.zip)" };
    private static readonly Option<string?> Images = new("--images") { Description = "Folder with the study's DICOM files: each is compared byte for byte", HelpName = "DIR" };
    private static readonly Option<string?> Keys = new("--jwks") { Description = "The hospital's published keys, saved from /.well-known/jwks.json", HelpName = "FILE" };

    public static Command Build()
    {
        var command = new Command("verify-evidence", "Check a signed manifest or a portable copy offline; exit code 1 when anything was changed") { Document, Images, Keys };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isFaulty = false;
            var code = await Refusal.CatchAsync(async () =>
                isFaulty = await VerifyAsync(parsed.GetValue(Document)!, parsed.GetValue(Images), parsed.GetValue(Keys), cancellationToken));
            return code != 0 ? code : isFaulty ? 1 : 0;
        });
        return command;
    }

    private static async Task<bool> VerifyAsync(string path, string? images, string? jwks, CancellationToken cancellationToken)
    {
        var trusted = jwks is null ? null : ReadKeys(await File.ReadAllBytesAsync(jwks, cancellationToken), jwks);
        var (findings, manifest) = PackageVerification.IsZip(path)
            ? await PackageVerification.CheckAsync(path, trusted, cancellationToken)
            : ManifestVerification.Check(await File.ReadAllBytesAsync(path, cancellationToken), trusted);
        if (images is not null && manifest is not null)
            findings = [.. findings, .. await ManifestVerification.CheckImagesAsync(manifest, images, cancellationToken)];
        return Findings.Print(findings, manifest is null ? null : $"Study {manifest.StudyInstanceUid}, {manifest.Counts.Instances} instances, manifest of {manifest.MadeAt:yyyy-MM-dd HH:mm} UTC");
    }

    private static JsonWebKeySet ReadKeys(byte[] json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonWebKeySet>(json, JsonSerializerOptions.Web) is { Keys: not null } keys ? keys : throw new JsonException("No keys.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} is no key set ({problem.Message}): save it again from the gateway's /.well-known/jwks.json.");
        }
    }
}
