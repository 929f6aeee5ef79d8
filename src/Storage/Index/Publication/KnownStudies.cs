using System.Collections.Concurrent;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>
/// Ids of studies and series that were written or looked up lately: the usual instance of a long series needs no query for them.
/// Only rows that are committed are remembered.
/// </summary>
internal sealed class KnownStudies
{
    private const int Capacity = 20_000;

    private readonly ConcurrentDictionary<string, KnownStudy> _studies = new(StringComparer.Ordinal);

    public KnownStudy? Find(string study) => _studies.GetValueOrDefault(study);

    public void Remember(string studyUid, KnownStudy study)
    {
        if (_studies.Count >= Capacity)
            _studies.Clear();
        _studies[studyUid] = study;
    }

    public void Clear() => _studies.Clear();
}

/// <summary>A study row's id, its place in the order, its series, and which values its sets already hold. Never changed, only replaced.</summary>
internal sealed record KnownStudy(
    long Id, long SortKey, IReadOnlyDictionary<string, long> Series, IReadOnlySet<string> Modalities, IReadOnlySet<string> SopClasses);
