using System.Globalization;

namespace ImagingGateway.Storage.Query;

/// <summary>Applies a key to decoded values, for attributes that are kept but have no column.</summary>
internal static class MatchingKeyOnValues
{
    /// <summary>True when one of the values matches (PS3.4 C.2.2.2: a multi-valued attribute matches when any value does).</summary>
    public static bool IsMatch(this MatchingKey key, IReadOnlyList<string> values) => values.Any(value => IsMatch(key, value));

    private static bool IsMatch(MatchingKey key, string value) => key switch
    {
        MatchingKey.OneOfUids uids => uids.Uids.Contains(value, StringComparer.Ordinal),
        MatchingKey.Text text => text.Patterns.Any(pattern => pattern.IsMatch(value)),
        MatchingKey.Name name => name.Patterns.Any(pattern => pattern.IsMatch(SearchKey.Of(value))),
        MatchingKey.Dates dates => DicomMoments.Date(value) is { } date && IsWithin(date, dates.First, dates.Last),
        MatchingKey.Times times => DicomMoments.Time(value) is { } time && IsWithin(time, times.First, times.Last),
        MatchingKey.Moments moments => DicomMoments.TryMomentPeriod(value, out var moment, out _) && IsWithin(moment, moments.First, moments.Last),
        MatchingKey.Numbers numbers => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && numbers.Values.Contains(number),
        _ => false,
    };

    private static bool IsWithin(long value, long? first, long? last) => (first is null || value >= first) && (last is null || value <= last);
}
