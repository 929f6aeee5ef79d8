using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>A matching key, understood (PS3.4 C.2.2.2). Universal matching is the absence of a key.</summary>
internal abstract record MatchingKey(Tag Tag)
{
    /// <summary>List of UID matching; one UID is a list of one.</summary>
    public sealed record OneOfUids(Tag Tag, IReadOnlyList<string> Uids) : MatchingKey(Tag);

    /// <summary>Single value and wildcard matching, case-sensitive; several values match when one does (C.2.2.2.8).</summary>
    public sealed record Text(Tag Tag, IReadOnlyList<TextPattern> Patterns) : MatchingKey(Tag);

    /// <summary>Person names: without regard to case, accents and carets.</summary>
    public sealed record Name(Tag Tag, IReadOnlyList<NamePattern> Patterns) : MatchingKey(Tag);

    /// <summary>Dates as yyyymmdd; null is an open end.</summary>
    public sealed record Dates(Tag Tag, int? First, int? Last) : MatchingKey(Tag);

    /// <summary>Times as microseconds of the day.</summary>
    public sealed record Times(Tag Tag, long? First, long? Last) : MatchingKey(Tag);

    /// <summary>Date times as microseconds since year 1 in UTC, or local when the value names no offset.</summary>
    public sealed record Moments(Tag Tag, long? First, long? Last) : MatchingKey(Tag);

    /// <summary>Numbers of any VR, compared as numbers ("1" matches "01").</summary>
    public sealed record Numbers(Tag Tag, IReadOnlyList<double> Values) : MatchingKey(Tag);
}
