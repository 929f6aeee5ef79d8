using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// What of a batch lies in the object store already while its index transaction is tried again: a pack is not sent twice because the
/// database is away. An object under the instance's own key is always committed again, which costs nothing.
/// </summary>
internal sealed class SentObjects(TimeSpan kept, TimeProvider time)
{
    private readonly Dictionary<long, (ObjectPlace Place, long At)> _places = [];

    /// <summary>Those that must be sent (again).</summary>
    public List<StagedObject> Missing(List<StagedObject> batch) => batch.FindAll(staged =>
        !_places.TryGetValue(staged.Entry.Id, out var sent) || sent.Place.Object == staged.ObjectKey || time.GetElapsedTime(sent.At) > kept);

    public void Add(List<StagedObject> batch, IReadOnlyList<ObjectPlace> places)
    {
        for (var i = 0; i < batch.Count; i++)
            _places[batch[i].Entry.Id] = (places[i], time.GetTimestamp());
    }

    public ObjectPlace PlaceOf(StagedObject staged) => _places[staged.Entry.Id].Place;
}
