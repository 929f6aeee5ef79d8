using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>From a C-FIND identifier to a search of the index; pure.</summary>
/// <param name="Query">The search.</param>
/// <param name="HasUnsupportedKeys">Matching was asked for on a key that only comes back, not matched: pending FF01 instead of FF00.</param>
internal sealed record FindIdentifier(IndexQuery Query, bool HasUnsupportedKeys)
{
    // Elements of an identifier that are no keys (PS3.4 C.4.1.1.3, C.4.1.1.3.2).
    private static readonly Tag[] NoKeys =
    [
        Tags.SpecificCharacterSet, Tags.QueryRetrieveLevel, Tags.RetrieveAETitle, Tags.InstanceAvailability,
        Tags.StorageMediaFileSetID, Tags.StorageMediaFileSetUID, Tags.TimezoneOffsetFromUTC,
    ];

    /// <summary>Reads an identifier.</summary>
    /// <param name="identifier">As received.</param>
    /// <param name="model">The SOP class asked.</param>
    /// <param name="isRelational">Relational queries were negotiated (PS3.4 C.5.1.1.1).</param>
    /// <param name="isFuzzy">Fuzzy semantic matching of names was negotiated.</param>
    public static Reading<FindIdentifier> Read(DataSet identifier, QueryModel model, bool isRelational, bool isFuzzy)
    {
        if (IdentifierLevel.Read(identifier, model) is not { } level)
            return Refuse("Query/Retrieve Level (0008,0052) is missing or not of this model.");
        if (!isRelational && MissingUniqueKey(identifier, level) is { } missing)
            return Refuse($"{IdentifierLevel.Name(level)} level needs the unique key {missing}.");

        var matches = new List<KeyMatch>();
        var returnKeys = new List<Tag>();
        var hasUnsupported = false;
        foreach (var element in identifier)
        {
            if (element.Tag.IsGroupLength || NoKeys.Contains(element.Tag))
                continue;
            returnKeys.Add(element.Tag);
            if (element.Items is { } items)
                hasUnsupported |= items.Exists(HasValue);
            else if (string.Join('\\', identifier.GetStrings(element.Tag)) is { Length: > 0 } value)
                matches.Add(new KeyMatch(element.Tag, value));
        }

        return new FindIdentifier(new IndexQuery(level, matches, returnKeys) { FuzzyMatching = isFuzzy }, hasUnsupported);
    }

    // PS3.4 C.6.1.3.1 wants the unique keys of all levels above. A UID is unique without its parents and stations leave
    // the outer ones out, so only the next level's is demanded; and never Patient ID.
    private static Tag? MissingUniqueKey(DataSet identifier, QueryLevel level)
    {
        if (level is QueryLevel.Patient or QueryLevel.Study || identifier.GetString(IdentifierLevel.UniqueKey(level)) is { Length: > 0 })
            return null;
        var above = IdentifierLevel.UniqueKey(level - 1);
        return identifier.GetString(above) is { Length: > 0 } ? null : above;
    }

    private static bool HasValue(DataSet item) =>
        item.Any(element => element.Items is { } items ? items.Exists(HasValue) : !element.IsEmpty);

    private static Reading<FindIdentifier> Refuse(string fault) =>
        Reading<FindIdentifier>.Refuse(DimseStatus.DataSetDoesNotMatchSopClass, fault);
}
