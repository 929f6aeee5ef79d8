using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>From a C-MOVE or C-GET identifier to what is wanted (PS3.4 C.4.2.1.4); pure.</summary>
internal static class RetrieveIdentifier
{
    public static Reading<RetrieveScope> Read(DataSet identifier, QueryModel model)
    {
        if (IdentifierLevel.Read(identifier, model) is not { } level)
            return Refuse("Query/Retrieve Level (0008,0052) is missing or not of this model.");
        if (identifier.GetString(IdentifierLevel.UniqueKey(level)) is not { Length: > 0 })
            return Refuse($"{IdentifierLevel.Name(level)} level needs the unique key {IdentifierLevel.UniqueKey(level)}.");
        if (level == QueryLevel.Patient)
            return new RetrieveScope([], [], []) { PatientId = identifier.GetString(Tags.PatientID) };

        var studies = Uids(identifier, Tags.StudyInstanceUID);
        var series = level >= QueryLevel.Series ? Uids(identifier, Tags.SeriesInstanceUID) : [];
        var instances = level >= QueryLevel.Instance ? Uids(identifier, Tags.SOPInstanceUID) : [];
        if (!studies.Concat(series).Concat(instances).All(uid => uid.IsAcceptable))
            return Refuse("A UID holds other characters than digits and dots; wildcards are for queries only.");
        return new RetrieveScope(studies, series, instances);
    }

    private static Uid[] Uids(DataSet identifier, Tag tag) =>
        [.. identifier.GetStrings(tag).Where(text => text.Length > 0).Select(text => new Uid(text))];

    private static Reading<RetrieveScope> Refuse(string fault) =>
        Reading<RetrieveScope>.Refuse(DimseStatus.DataSetDoesNotMatchSopClass, fault);
}
