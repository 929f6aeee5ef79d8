using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>
/// A study as it exists under a link without names: every UID another one. Instances that may show or tell who the patient is do not exist:
/// pixels marked as bearing text (Burned In Annotation), those of devices that usually write the name into the picture unless marked as free of it
/// (ultrasound, angiography and fluoroscopy, endoscopes and other cameras, screen copies), and documents.
/// </summary>
public sealed class MaskedStudy(DeIdentifier identities, Uid study, IInstanceRetrieve archive)
{
    /// <summary>Storage classes below <c>1.2.840.10008.5.1.4.1.1</c>: ultrasound, secondary capture, XA and RF, visible light (PS3.4 B.5).</summary>
    private static readonly string[] OftenBurnedIn =
        [.. new[] { "3", "6", "7", "12", "77.1" }.Select(number => $"1.2.840.10008.5.1.4.1.1.{number}.")];

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
        var isLikely = OftenBurnedIn.Any(kind => $"{instance.SopClassUid.Value}.".StartsWith(kind, StringComparison.Ordinal));
        if (json.Span.IndexOf(BurnedInKey) < 0)
            return isLikely;
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement.TryGetProperty("00280301", out var element) && element.TryGetProperty("Value", out var values) && values.GetArrayLength() > 0
            ? values[0].GetString() : null;
        return value is not "NO" && (isLikely || value is not null);
    }
}
