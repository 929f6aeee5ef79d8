using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// What of a batch lies in the object store already while its index transaction is tried again: a pack is not sent twice because the
/// database is away. An object under the instance's own key is always committed again, which costs nothing.
/// </summary>
internal sealed class SentObjects(TimeSpan kept, TimeProvider time)
{
    private readonly Dictionary<SpoolEntry, (ObjectPlace Place, long At)> _places = [];

    /// <summary>Those that must be sent (again).</summary>
    public List<StagedObject> Missing(List<StagedObject> batch) => batch.FindAll(staged =>
        !_places.TryGetValue(staged.Entry, out var sent) || sent.Place.Object == staged.ObjectKey || time.GetElapsedTime(sent.At) > kept);

    public void Add(List<StagedObject> batch, IReadOnlyList<ObjectPlace> places)
    {
        for (var i = 0; i < batch.Count; i++)
            _places[batch[i].Entry] = (places[i], time.GetTimestamp());
    }

    public ObjectPlace PlaceOf(StagedObject staged) => _places[staged.Entry].Place;
}
