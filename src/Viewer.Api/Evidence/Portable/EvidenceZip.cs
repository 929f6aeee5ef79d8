using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>
/// Writes a copy as a ZIP: the page, the files it shows, the signed manifest, the public keys, optionally the DICOM files, and at the end the signed list,
/// in which the page stands too. Names are counted, never taken from received values.
/// </summary>
internal sealed class EvidenceZip(EvidencePage page, HospitalKeys keys, IInstanceRetrieve retrieve)
{
    public async Task WriteAsync(EvidenceCopy copy, bool withImages, Stream output, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var shown = await WritePageAsync(zip, copy, cancellationToken);
        foreach (var content in copy.Contents)
            await AddAsync(zip, content.File.Name, await content.ReadAsync(cancellationToken), content.File.Image is null ? CompressionLevel.Fastest : CompressionLevel.NoCompression, cancellationToken);
        await AddAsync(zip, EvidencePackage.ManifestFile, copy.Manifest.ToJson(), CompressionLevel.Fastest, cancellationToken);
        await AddAsync(zip, EvidencePackage.KeysFile, JsonSerializer.SerializeToUtf8Bytes(keys.All(), JsonSerializerOptions.Web), CompressionLevel.NoCompression, cancellationToken);
        if (withImages)
            await AddImagesAsync(zip, copy.Study, cancellationToken);
        var whole = copy.Package with { Files = [shown, .. copy.Package.Files] };
        await AddAsync(zip, EvidencePackage.ListFile, whole.Sign(keys).ToJson(), CompressionLevel.Fastest, cancellationToken);
    }

    private async Task<PackageFile> WritePageAsync(ZipArchive zip, EvidenceCopy copy, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(EvidencePackage.PageFile, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var hashed = new HashedStream(entry);
        await page.WriteAsync(copy, hashed, cancellationToken);
        return new PackageFile(EvidencePackage.PageFile, hashed.Written, hashed.Sha256(), null);
    }

    private async Task AddImagesAsync(ZipArchive zip, Uid study, CancellationToken cancellationToken)
    {
        var instances = new List<StoredInstance>();
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Study(study), cancellationToken))
            instances.Add(stored);
        var series = new Dictionary<Uid, int>();
        var number = 0;
        await using var ahead = retrieve.InOrder(instances);
        foreach (var stored in ahead.Instances)
        {
            series.TryAdd(stored.SeriesInstanceUid, series.Count + 1);
            var name = string.Create(CultureInfo.InvariantCulture, $"{EvidencePackage.ImagesFolder}SE{series[stored.SeriesInstanceUid]:D6}/IM{++number:D6}.dcm");
            await using var file = await retrieve.OpenFileAsync(stored, cancellationToken);
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
            await file.CopyToAsync(entry, cancellationToken);
        }
    }

    private static async Task AddAsync(ZipArchive zip, string name, ReadOnlyMemory<byte> bytes, CompressionLevel level, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(name, level).OpenAsync(cancellationToken);
        await entry.WriteAsync(bytes, cancellationToken);
    }
}
