using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>
/// A study as it exists under a link without names: every UID another one. Instances that may show or tell who the patient is do not exist:
/// pixels into which the name may be written (<see cref="BurnedInText"/>), and documents.
/// </summary>
public sealed class MaskedStudy(DeIdentifier identities, Uid study, IInstanceRetrieve archive)
{
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
    public async Task<IReadOnlyList<StoredInstance>> ReadAsync(CancellationToken cancellationToken) => (await ReadingAsync(cancellationToken)).Instances;

    /// <summary>What there is besides, and is not shown.</summary>
    public async Task<LeftOut> LeftOutAsync(CancellationToken cancellationToken) => (await ReadingAsync(cancellationToken)).LeftOut;

    private async Task<Reading> ReadingAsync(CancellationToken cancellationToken)
    {
        if (_reading is { } known && TimeProvider.System.GetElapsedTime(known.At) < Fresh)
            return known;
        var at = TimeProvider.System.GetTimestamp();
        var (order, leftOut) = (new List<StoredInstance>(), LeftOut.Nothing);
        var instances = new Dictionary<Uid, (StoredInstance, StoredInstance)>();
        await foreach (var metadata in archive.MetadataAsync(RetrieveScope.Study(study), cancellationToken))
        {
            var real = metadata.Instance;
            if (BurnedInText.Of(real, metadata.Json) is { IsNothing: false } more)
            {
                leftOut += more;
                continue;
            }

            var shown = Mask(real);
            order.Add(shown);
            instances[shown.SopInstanceUid] = (real, shown);
        }

        _instances = instances;
        return _reading = new Reading(at, order, leftOut);
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

    private sealed record Reading(long At, IReadOnlyList<StoredInstance> Instances, LeftOut LeftOut);
}
