using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence.Verification;

/// <summary>Checks a signed manifest without any gateway: the signature, the tree, and the files it lists.</summary>
public static class ManifestVerification
{
    private const int MostNamed = 20;

    /// <summary>Checks the file itself.</summary>
    /// <param name="file">A signed manifest as downloaded.</param>
    /// <param name="trusted">The hospital's published keys; null when they are not at hand.</param>
    /// <returns>What was found, and the manifest when it can be read at all.</returns>
    public static (IReadOnlyList<Finding> Findings, StudyManifest? Manifest) Check(byte[] file, JsonWebKeySet? trusted)
    {
        var findings = new List<Finding>();
        StudyManifest manifest;
        JsonWebSignature signature;
        try
        {
            signature = JsonWebSignature.Parse(file);
            findings.AddRange(SignatureVerification.Check(signature, StudyManifest.SignatureType, trusted));
            manifest = JsonSerializer.Deserialize<StudyManifest>(signature.PayloadBytes, JsonWebSignature.Form) ?? throw new JsonException("The manifest is null.");
            if (manifest.Format != StudyManifest.FormatName)
                throw new JsonException($"The format is '{manifest.Format}', this program knows '{StudyManifest.FormatName}'.");
            if (manifest is not { Counts: not null, Series: not null, MerkleRoot: not null } || manifest.Series.Any(series => series?.Instances is null || series.Instances.Any(one => one is not { SopInstanceUid: not null, Sha256: not null })))
                throw new JsonException("A part of the manifest is missing.");
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            return ([.. findings, Finding.Fault($"The file is no signed study manifest, or was damaged: {problem.Message}")], null);
        }

        if (!file.AsSpan().SequenceEqual(signature.ToJson()))
            findings.Add(Finding.Fault("The file is not byte for byte as it was issued: it was written again by another program, or changed."));
        findings.AddRange(CheckContent(manifest));
        return (findings, manifest);
    }

    /// <summary>Checks every file below a directory against the manifest. File names do not matter.</summary>
    public static Task<IReadOnlyList<Finding>> CheckImagesAsync(StudyManifest manifest, string directory, CancellationToken cancellationToken) => CheckImagesAsync(
        manifest,
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(directory, path), (Func<Task<Stream>>)(() => Task.FromResult<Stream>(File.OpenRead(path))))),
        cancellationToken);

    internal static async Task<IReadOnlyList<Finding>> CheckImagesAsync(StudyManifest manifest, IEnumerable<(string Name, Func<Task<Stream>> Open)> files, CancellationToken cancellationToken)
    {
        var listed = manifest.Series.SelectMany(series => series.Instances).ToList();
        var missing = listed.GroupBy(instance => instance.Sha256).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var (found, others) = (0, new List<string>());
        foreach (var (name, open) in files)
        {
            if (missing.Remove(await HashOfAsync(open, cancellationToken), out var instances))
                found += instances.Count;
            else if (await IsPart10Async(open, cancellationToken))
                others.Add(name);
        }

        var lost = missing.Values.SelectMany(instances => instances).ToList();
        return
        [
            lost.Count == 0 ? Finding.Fine($"All {found} instances are there, byte for byte.") : Finding.Fault($"{found} of {listed.Count} instances are there, byte for byte; {lost.Count} are missing or were changed."),
            .. lost.Take(MostNamed).Select(instance => Finding.Fault($"Missing or changed: SOP Instance UID {instance.SopInstanceUid} (image {instance.InstanceNumber?.ToString(CultureInfo.InvariantCulture) ?? "without number"}, {instance.Length} bytes).")),
            .. others.Take(MostNamed).Select(name => Finding.Fault($"Not as the manifest lists it: the DICOM file {name}.")),
        ];
    }

    internal static async Task<string> HashOfAsync(Func<Task<Stream>> open, CancellationToken cancellationToken)
    {
        await using var file = await open();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static IEnumerable<Finding> CheckContent(StudyManifest manifest)
    {
        var instances = manifest.Series.SelectMany(series => series.Instances).ToList();
        yield return StudyManifests.RootOf(instances) == manifest.MerkleRoot
            ? Finding.Fine($"The list of {instances.Count} instances fits its Merkle root {manifest.MerkleRoot}.")
            : Finding.Fault($"The list of {instances.Count} instances does not fit the Merkle root {manifest.MerkleRoot}: a hash, a UID or the list was changed.");
        var counts = new ManifestCounts(manifest.Series.Count, instances.Count, instances.Sum(instance => instance.NumberOfFrames), instances.Sum(instance => instance.Length));
        if (counts != manifest.Counts)
            yield return Finding.Fault($"The counts do not fit the list: {manifest.Counts.Instances} instances are stated, {instances.Count} are listed.");
    }

    private static async Task<bool> IsPart10Async(Func<Task<Stream>> open, CancellationToken cancellationToken)
    {
        await using var file = await open();
        var start = new byte[132];
        return await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken) == start.Length
            && Encoding.ASCII.GetString(start, 128, 4) == "DICM";
    }
}
