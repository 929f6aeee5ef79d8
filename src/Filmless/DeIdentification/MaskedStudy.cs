using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>
/// A study as it exists under a link without names: every UID another one. Instances that may show or tell who the patient is do not exist:
/// pixels marked as bearing text (Burned In Annotation), screen copies not marked as free of it, and documents.
/// </summary>
public sealed class MaskedStudy(DeIdentifier identities, Uid study, IInstanceRetrieve archive)
{
    private const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
    private static readonly byte[] BurnedInKey = "\"00280301\""u8.ToArray();

    /// <summary>How long what was read is believed: a viewer asks for frame after frame.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private volatile Reading? _reading;

    private volatile Dictionary<Uid, (StoredInstance Real, StoredInstance Shown)> _instances = [];

    public DeIdentifier Identities => identities;

    public Uid Real => study;

    public Uid Shown { get; } = identities.Of(study);

    /// <summary>The real instance behind one that was shown; null when there is none.</summary>
    public StoredInstance? RealOf(StoredInstance shown) => _instances.TryGetValue(shown.SopInstanceUid, out var both) ? both.Real : null;

    /// <summary>Reads anew which instances there are; in series and instance number order.</summary>
    public async Task<IReadOnlyList<StoredInstance>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_reading is { } known && TimeProvider.System.GetElapsedTime(known.At) < Fresh)
            return known.Instances;
        var at = TimeProvider.System.GetTimestamp();
        var order = new List<StoredInstance>();
        var instances = new Dictionary<Uid, (StoredInstance, StoredInstance)>();
        await foreach (var metadata in archive.MetadataAsync(RetrieveScope.Study(study), cancellationToken))
        {
            var real = metadata.Instance;
            if (real.NumberOfFrames == 0 || MayNameThePatient(real, metadata.Json))
                continue;
            var shown = Mask(real);
            order.Add(shown);
            instances[shown.SopInstanceUid] = (real, shown);
        }

        _instances = instances;
        _reading = new Reading(at, order);
        return order;
    }

    /// <summary>Its key is another one too: what is remembered by key must not be mixed up with the real instance's.</summary>
    private StoredInstance Mask(StoredInstance real)
    {
        var instance = identities.Of(real.SopInstanceUid);
        return real with
        {
            StudyInstanceUid = Shown, SeriesInstanceUid = identities.Of(real.SeriesInstanceUid), SopInstanceUid = instance, ObjectKey = $"masked/{instance.Value}",
        };
    }

    private sealed record Reading(long At, IReadOnlyList<StoredInstance> Instances);

    private static bool MayNameThePatient(StoredInstance instance, ReadOnlyMemory<byte> json)
    {
        var isScreenCopy = instance.SopClassUid.Value.StartsWith(SecondaryCapture, StringComparison.Ordinal);
        if (json.Span.IndexOf(BurnedInKey) < 0)
            return isScreenCopy;
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement.TryGetProperty("00280301", out var element) && element.TryGetProperty("Value", out var values) && values.GetArrayLength() > 0
            ? values[0].GetString() : null;
        return value is not "NO" && (isScreenCopy || value is not null);
    }
}
