using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence.Verification;

/// <summary>Checks a portable copy (ZIP) without any gateway: both signatures, every file that it shows, and the DICOM files if it has them.</summary>
public static class PackageVerification
{
    /// <summary>No list or manifest is longer; a ZIP may unpack to anything.</summary>
    private const int LongestList = 256 << 20;

    public static bool IsZip(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <param name="path">The ZIP.</param>
    /// <param name="trusted">The hospital's published keys; null when they are not at hand. Those within the ZIP prove nothing.</param>
    /// <param name="cancellationToken">Between files.</param>
    /// <returns>What was found, and the manifest when it can be read at all.</returns>
    public static async Task<(IReadOnlyList<Finding> Findings, StudyManifest? Manifest)> CheckAsync(string path, JsonWebKeySet? trusted, CancellationToken cancellationToken)
    {
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path, cancellationToken);
            var entries = zip.Entries.Where(entry => entry.Name.Length > 0).ToLookup(entry => entry.FullName, StringComparer.Ordinal);
            if (entries.FirstOrDefault(same => same.Count() > 1) is { } twice)
                return ([Finding.Fault($"The file '{twice.Key}' is in the ZIP twice.")], null);
            if (await ReadAsync(entries, EvidencePackage.ListFile, cancellationToken) is not { } list || await ReadAsync(entries, EvidencePackage.ManifestFile, cancellationToken) is not { } manifestFile)
                return ([Finding.Fault($"The ZIP is no portable copy of evidence: it lacks {EvidencePackage.ListFile} or {EvidencePackage.ManifestFile}.")], null);
            var (findings, manifest) = ManifestVerification.Check(manifestFile, trusted);
            var (more, package) = CheckList(list, manifestFile, manifest, trusted);
            findings = [.. findings, .. more];
            if (package is not null)
                findings = [.. findings, .. await CheckFilesAsync(package, entries, cancellationToken)];
            if (manifest is not null)
                findings = [.. findings, .. await CheckImagesAsync(manifest, entries, cancellationToken)];
            return (findings, manifest);
        }
        catch (InvalidDataException problem)
        {
            return ([Finding.Fault($"The ZIP is damaged: {problem.Message}")], null);
        }
    }

    private static (IReadOnlyList<Finding> Findings, EvidencePackage? Package) CheckList(byte[] file, byte[] manifestFile, StudyManifest? manifest, JsonWebKeySet? trusted)
    {
        var findings = new List<Finding>();
        try
        {
            var signature = JsonWebSignature.Parse(file);
            findings.AddRange(SignatureVerification.Check(signature, EvidencePackage.SignatureType, trusted).Select(finding => finding with { Text = $"{EvidencePackage.ListFile}: {finding.Text}" }));
            if (!file.AsSpan().SequenceEqual(signature.ToJson()))
                findings.Add(Finding.Fault($"{EvidencePackage.ListFile} is not byte for byte as it was issued."));
            if (JsonSerializer.Deserialize<EvidencePackage>(signature.PayloadBytes, JsonWebSignature.Form) is not { Format: EvidencePackage.FormatName, Files: not null } package)
                throw new JsonException($"This program knows '{EvidencePackage.FormatName}'.");
            if (package.ManifestSha256 != Convert.ToHexStringLower(SHA256.HashData(manifestFile)) || package.MerkleRoot != manifest?.MerkleRoot)
                findings.Add(Finding.Fault($"{EvidencePackage.ManifestFile} is not the one that belongs to this copy."));
            return (findings, package);
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            return ([.. findings, Finding.Fault($"{EvidencePackage.ListFile} cannot be read: {problem.Message}")], null);
        }
    }

    private static async Task<IReadOnlyList<Finding>> CheckFilesAsync(EvidencePackage package, ILookup<string, ZipArchiveEntry> entries, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var file in package.Files)
        {
            if (entries[file.Name].SingleOrDefault() is not { } entry)
                findings.Add(Finding.Fault($"{file.Name} was signed but is not in the ZIP."));
            else if (await ManifestVerification.HashOfAsync(() => entry.OpenAsync(cancellationToken), cancellationToken) != file.Sha256)
                findings.Add(Finding.Fault($"{file.Name} was changed or replaced."));
        }

        if (findings.Count == 0)
            findings.Add(Finding.Fine($"All {package.Files.Count} pages, pictures and documents of copy {package.Id} are there, byte for byte."));
        string[] held = [EvidencePackage.ListFile, EvidencePackage.ManifestFile, EvidencePackage.KeysFile, .. package.Files.Select(file => file.Name)];
        return
        [
            .. findings,
            .. entries.Select(entry => entry.Key).Except(held).Where(name => !name.StartsWith(EvidencePackage.ImagesFolder, StringComparison.Ordinal))
                .Select(name => Finding.Fault($"'{name}' is in the ZIP but not in the signed list.")),
        ];
    }

    private static async Task<IReadOnlyList<Finding>> CheckImagesAsync(StudyManifest manifest, ILookup<string, ZipArchiveEntry> entries, CancellationToken cancellationToken)
    {
        var images = entries.Where(entry => entry.Key.StartsWith(EvidencePackage.ImagesFolder, StringComparison.Ordinal)).Select(entry => entry.Single()).ToList();
        return images.Count == 0
            ? [Finding.Fine("The copy holds no DICOM files; --images DIR checks a folder of them.")]
            : await ManifestVerification.CheckImagesAsync(manifest, images.Select(entry => (entry.FullName, (Func<Task<Stream>>)(() => entry.OpenAsync(cancellationToken)))), cancellationToken);
    }

    private static async Task<byte[]?> ReadAsync(ILookup<string, ZipArchiveEntry> entries, string name, CancellationToken cancellationToken)
    {
        if (entries[name].SingleOrDefault() is not { } entry)
            return null;
        using var bytes = new MemoryStream();
        await using var content = await entry.OpenAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        for (var read = await content.ReadAsync(buffer, cancellationToken); read > 0; read = await content.ReadAsync(buffer, cancellationToken))
        {
            if (bytes.Length + read > LongestList)
                throw new InvalidDataException($"{name} unpacks to more than {LongestList} bytes.");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
