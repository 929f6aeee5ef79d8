using System.Globalization;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;
using Microsoft.Extensions.Primitives;

namespace ImagingGateway.Viewer.Api.DicomWeb.Search;

/// <summary>Collects the query parameters of one search.</summary>
internal sealed class QidoParameters
{
    public List<KeyMatch> Matches { get; } = [];

    public List<Tag> IncludeFields { get; } = [];

    public bool IncludeAll { get; private set; }

    public bool FuzzyMatching { get; private set; }

    public int Offset { get; private set; }

    public int? Limit { get; private set; }

    /// <summary>Takes one parameter.</summary>
    /// <returns>Null, or what is wrong with it in one sentence.</returns>
    public string? Take(string name, StringValues values)
    {
        switch (name.ToLowerInvariant())
        {
            case "includefield":
                return TakeIncludeFields(values);
            case "fuzzymatching":
                if (!bool.TryParse(values, out var fuzzy))
                    return "The parameter fuzzymatching must be true or false.";
                FuzzyMatching = fuzzy;
                return null;
            case "limit":
                if (!TryReadCount(values, out var limit))
                    return "The parameter limit must be a whole number from 0.";
                Limit = limit;
                return null;
            case "offset":
                if (!TryReadCount(values, out var offset))
                    return "The parameter offset must be a whole number from 0.";
                Offset = offset;
                return null;
            default:
                return TakeMatch(name, values);
        }
    }

    private string? TakeIncludeFields(StringValues values)
    {
        foreach (var field in values.SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (field.Equals("all", StringComparison.OrdinalIgnoreCase))
            {
                IncludeAll = true;
                continue;
            }

            // PS3.18 8.3.4.3: a path into a sequence includes at least that sequence
            var first = field.Split('.')[0];
            if (!TryFindAttribute(first, out var tag))
                return $"The parameter includefield names '{Shown(field)}', which is no attribute. Use a keyword such as PatientName or a tag such as 00100010.";
            IncludeFields.Add(tag);
        }

        return null;
    }

    private string? TakeMatch(string name, StringValues values)
    {
        if (name.Contains('.', StringComparison.Ordinal) && TryFindAttribute(name.Split('.')[0], out _))
            return $"The parameter {Shown(name)} searches inside a sequence, which this archive does not do. Search by attributes outside sequences.";
        if (!TryFindAttribute(name, out var tag))
        {
            // PS3.18 8.3.1 has unknown parameters ignored; but a mistyped attribute must not become a search for everything
            return LooksLikeAttribute(name) ? $"The parameter {Shown(name)} is no attribute known here. Use a keyword such as PatientName or a tag such as 00100010." : null;
        }

        var isUid = DicomDictionary.Find(tag)?.VR == VR.UI;
        if (values.Count > 1 && !isUid)
            return $"The parameter {Shown(name)} is given more than once.";

        // PS3.18 8.3.4.1: a list of UIDs is separated by comma or backslash; PS3.4 C.2.2.2.2 by backslash
        var value = isUid ? string.Join('\\', values.ToArray()).Replace(',', '\\') : values.ToString();
        if (isUid && value.Split('\\').Any(uid => uid.Length > 0 && uid != "*" && !new Uid(uid).IsAcceptable))
            return $"The parameter {Shown(name)} must be a UID or a list of UIDs: digits and dots.";
        Matches.Add(new KeyMatch(tag, value));
        return null;
    }

    private static bool TryFindAttribute(string name, out Tag tag)
    {
        if (Tag.TryParse(name, out tag))
            return true;
        var entry = DicomDictionary.FindByKeyword(name);
        tag = entry?.Tag ?? default;
        return entry is not null;
    }

    private static bool LooksLikeAttribute(string name) => name.Length > 0 && (char.IsAsciiLetterUpper(name[0]) || char.IsAsciiDigit(name[0]));

    private static bool TryReadCount(StringValues values, out int count) =>
        int.TryParse(values, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    /// <summary>A received name fit to be repeated in an answer.</summary>
    private static string Shown(string name) =>
        string.Concat(name.Take(64).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '?'));
}
