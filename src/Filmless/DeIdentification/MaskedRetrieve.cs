using System.Runtime.CompilerServices;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>The archive, in which masked studies exist beside the real ones. Whatever reads through this cannot learn more about them.</summary>
internal sealed class MaskedRetrieve(MaskedStudies masked) : IInstanceRetrieve
{
    private readonly IInstanceRetrieve _archive = masked.Archive;

    public IAsyncEnumerable<StoredInstance> LocateAsync(RetrieveScope scope, CancellationToken cancellationToken) =>
        StudyOf(scope) is { } study ? LocateMaskedAsync(study, scope, cancellationToken) : _archive.LocateAsync(scope, cancellationToken);

    public IAsyncEnumerable<InstanceMetadata> MetadataAsync(RetrieveScope scope, CancellationToken cancellationToken) =>
        StudyOf(scope) is { } study ? MetadataMaskedAsync(study, scope, cancellationToken) : _archive.MetadataAsync(scope, cancellationToken);

    public async Task<DataSet> HeaderAsync(StoredInstance instance, CancellationToken cancellationToken) =>
        Find(instance) is var (study, real)
            ? study.Identities.Apply(await _archive.HeaderAsync(real, cancellationToken))
            : await _archive.HeaderAsync(instance, cancellationToken);

    public Task<FrameIndex?> FramesAsync(StoredInstance instance, CancellationToken cancellationToken) => _archive.FramesAsync(Real(instance), cancellationToken);

    public async Task<BulkReference?> BulkDataAsync(StoredInstance instance, string path, CancellationToken cancellationToken)
    {
        if (Find(instance) is not var (_, real))
            return await _archive.BulkDataAsync(instance, path, cancellationToken);
        return MayRead(path) ? await _archive.BulkDataAsync(real, path, cancellationToken) : null;
    }

    public ReadAhead InOrder(IReadOnlyList<StoredInstance> instances) => _archive.InOrder(instances);

    public Task CheckSuspectAsync(StoredInstance instance, CancellationToken cancellationToken) => _archive.CheckSuspectAsync(Real(instance), cancellationToken);

    /// <exception cref="InvalidDataException">A masked instance: there is no file of it.</exception>
    public Task<Stream> OpenFileAsync(StoredInstance instance, CancellationToken cancellationToken) =>
        Find(instance) is null ? _archive.OpenFileAsync(instance, cancellationToken) : throw new InvalidDataException("Under a link without names no file is given out as it was stored.");

    public async Task<Stream> OpenDataSetRangeAsync(StoredInstance instance, long offset, long length, bool inflate, CancellationToken cancellationToken)
    {
        if (Find(instance) is not var (_, real))
            return await _archive.OpenDataSetRangeAsync(instance, offset, length, inflate, cancellationToken);
        // pixels only; what follows them in the file may be anything
        foreach (var tag in (Tag[])[Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData])
        {
            if (await _archive.BulkDataAsync(real, tag.ToHex(), cancellationToken) is { } pixels && offset >= pixels.Offset && offset + length <= pixels.Offset + pixels.Length)
                return await _archive.OpenDataSetRangeAsync(real, offset, length, inflate, cancellationToken);
        }

        return new MemoryStream();
    }

    public Task<ReadOnlyMemory<byte>> ReadFrameAsync(StoredInstance instance, FrameIndex frames, int frameNumber, CancellationToken cancellationToken) =>
        _archive.ReadFrameAsync(Real(instance), frames, frameNumber, cancellationToken);

    private static async IAsyncEnumerable<StoredInstance> LocateMaskedAsync(MaskedStudy study, RetrieveScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shown in await study.ReadAsync(cancellationToken))
        {
            if (IsIn(scope, shown))
                yield return shown;
        }
    }

    private async IAsyncEnumerable<InstanceMetadata> MetadataMaskedAsync(MaskedStudy study, RetrieveScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shown = (await study.ReadAsync(cancellationToken)).Where(instance => IsIn(scope, instance)).ToDictionary(instance => instance.SopInstanceUid);
        await foreach (var metadata in _archive.MetadataAsync(RetrieveScope.Study(study.Real), cancellationToken))
        {
            if (!shown.TryGetValue(study.Identities.Of(metadata.Instance.SopInstanceUid), out var instance))
                continue;
            using var document = JsonDocument.Parse(metadata.Json);
            var dataSet = study.Identities.Apply(DicomJson.ReadReferences(document.RootElement));
            using var bytes = new MemoryStream();
            await using (var json = new Utf8JsonWriter(bytes))
                DicomJson.Write(json, dataSet, (path, element) => MayRead(path) ? element.Bulk?.Uri : null);
            yield return new InstanceMetadata(instance, bytes.ToArray());
        }
    }

    private static bool MayRead(string path) => Tag.TryParse(path.AsSpan(0, Math.Min(8, path.Length)), out var tag) && BasicProfile.Keeps(tag) && path.Split('/').Where((_, index) => index % 2 == 0)
        .All(part => Tag.TryParse(part, out var inner) && BasicProfile.Keeps(inner));

    private static bool IsIn(RetrieveScope scope, StoredInstance instance) =>
        (scope.SeriesInstanceUids.Count == 0 || scope.SeriesInstanceUids.Contains(instance.SeriesInstanceUid))
        && (scope.SopInstanceUids.Count == 0 || scope.SopInstanceUids.Contains(instance.SopInstanceUid));

    private MaskedStudy? StudyOf(RetrieveScope scope) => scope.StudyInstanceUids is [var only] && masked.TryGet(only, out var study) ? study : null;

    private (MaskedStudy Study, StoredInstance Real)? Find(StoredInstance instance) =>
        masked.TryGet(instance.StudyInstanceUid, out var study)
            ? (study, study.RealOf(instance) ?? throw new FileNotFoundException("The instance is no longer shown."))
            : null;

    private StoredInstance Real(StoredInstance instance) => Find(instance)?.Real ?? instance;
}
