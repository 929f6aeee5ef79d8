using System.Globalization;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>Reads matching keys: the one parser for C-FIND and QIDO-RS.</summary>
internal static class MatchingKeys
{
    /// <summary>Understands one key; null for universal matching.</summary>
    /// <exception cref="InvalidQueryException">The value does not fit the attribute.</exception>
    public static MatchingKey? Parse(KeyMatch match, bool fuzzyNames)
    {
        var value = match.Value.Trim(' ', '\0');
        // PS3.4 C.2.2.2.3; a lone "*" is universal wherever people write it.
        if (value.Length == 0 || value.AsSpan().Trim('*').IsEmpty)
            return null;
        var entry = DicomDictionary.Find(match.Tag);
        var vr = entry?.VR ?? VR.LO;
        if (vr == VR.UI)
            return new MatchingKey.OneOfUids(match.Tag, Uids(match.Tag, value));
        if (vr == VR.PN)
            return new MatchingKey.Name(match.Tag, [.. Values(value).Select(text => NamePattern.Of(text, fuzzyNames))]);
        if (vr == VR.DA)
            return Dates(match.Tag, value);
        if (vr == VR.TM)
            return Times(match.Tag, value);
        if (vr == VR.DT)
            return Moments(match.Tag, value);
        if (vr == VR.IS || vr == VR.DS || !vr.IsText && vr != VR.UN && vr != VR.SQ)
            return new MatchingKey.Numbers(match.Tag, [.. Values(value).Select(text => Number(match.Tag, text))]);
        return new MatchingKey.Text(match.Tag, [.. Values(value).Select(text => new TextPattern(text))]);
    }

    private static string[] Values(string value) => value.Split('\\', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string[] Uids(Tag tag, string value)
    {
        // Backslash in C-FIND, comma in QIDO-RS.
        var uids = value.Split(['\\', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var uid in uids)
        {
            if (!new Uid(uid).IsAcceptable)
                throw Wrong(tag, uid, "a UID has digits and dots only, at most 64 characters, without wildcards");
        }

        return uids;
    }

    private static double Number(Tag tag, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(tag, text, "write a number");

    private static MatchingKey.Dates Dates(Tag tag, string value)
    {
        var (from, to) = Range(value);
        int? first = null, last = null;
        if (from.Length > 0)
            first = DicomMoments.TryDatePeriod(from, out var start, out _) ? start : throw Wrong(tag, value, "write a date as yyyymmdd, or a range as yyyymmdd-yyyymmdd");
        if (to.Length > 0)
            last = DicomMoments.TryDatePeriod(to, out _, out var end) ? end : throw Wrong(tag, value, "write a date as yyyymmdd, or a range as yyyymmdd-yyyymmdd");
        return new MatchingKey.Dates(tag, first, last);
    }

    private static MatchingKey.Times Times(Tag tag, string value)
    {
        var (from, to) = Range(value);
        long? first = null, last = null;
        if (from.Length > 0)
            first = DicomMoments.TryTimePeriod(from, out var start, out _) ? start : throw Wrong(tag, value, "write a time as hhmmss, or a range as hhmmss-hhmmss");
        if (to.Length > 0)
            last = DicomMoments.TryTimePeriod(to, out _, out var end) ? end : throw Wrong(tag, value, "write a time as hhmmss, or a range as hhmmss-hhmmss");
        return new MatchingKey.Times(tag, first, last);
    }

    private static MatchingKey.Moments Moments(Tag tag, string value)
    {
        var (from, to) = MomentRange(value);
        long? first = null, last = null;
        if (from.Length > 0)
            first = DicomMoments.TryMomentPeriod(from, out var start, out _) ? start : throw Wrong(tag, value, "write date and time as yyyymmddhhmmss, or a range of two with '-' between");
        if (to.Length > 0)
            last = DicomMoments.TryMomentPeriod(to, out _, out var end) ? end : throw Wrong(tag, value, "write date and time as yyyymmddhhmmss, or a range of two with '-' between");
        return new MatchingKey.Moments(tag, first, last);
    }

    private static (string From, string To) Range(string value)
    {
        var dash = value.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (value, value) : (value[..dash].Trim(), value[(dash + 1)..].Trim());
    }

    // "-0500" at the end of a value is an offset, not a range (PS3.5 6.2 DT): the dash of a range is the one that leaves two values.
    private static (string From, string To) MomentRange(string value)
    {
        if (DicomMoments.TryMomentPeriod(value, out _, out _))
            return (value, value);
        for (var dash = value.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = value.IndexOf('-', dash + 1))
        {
            string from = value[..dash].Trim(), to = value[(dash + 1)..].Trim();
            if ((from.Length == 0 || DicomMoments.TryMomentPeriod(from, out _, out _)) && (to.Length == 0 || DicomMoments.TryMomentPeriod(to, out _, out _)))
                return (from, to);
        }

        return (value, value);
    }

    private static InvalidQueryException Wrong(Tag tag, string value, string advice)
    {
        var name = DicomDictionary.Find(tag) is { Keyword.Length: > 0 } entry ? entry.Keyword : tag.ToString();
        var shown = value.Length <= 64 ? value : value[..64] + "…";
        return new InvalidQueryException($"{name}: '{shown}' cannot be searched for; {advice}.");
    }
}
