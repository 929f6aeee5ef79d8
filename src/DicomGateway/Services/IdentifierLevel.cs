using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>Query/Retrieve Level (0008,0052) and the unique key of each level (PS3.4 C.6.1.1, C.6.2.1).</summary>
internal static class IdentifierLevel
{
    /// <summary>Reads the level; null when it is missing, unknown, or not one of the model.</summary>
    public static QueryLevel? Read(DataSet identifier, QueryModel model)
    {
        QueryLevel? level = identifier.GetString(Tags.QueryRetrieveLevel)?.Trim().ToUpperInvariant() switch
        {
            "PATIENT" => QueryLevel.Patient,
            "STUDY" => QueryLevel.Study,
            "SERIES" => QueryLevel.Series,
            "IMAGE" => QueryLevel.Instance,
            _ => null,
        };
        return level is { } known && model.Levels.Contains(known) ? known : null;
    }

    /// <summary>As written in an identifier.</summary>
    public static string Name(QueryLevel level) => level == QueryLevel.Instance ? "IMAGE" : level.ToString().ToUpperInvariant();

    public static Tag UniqueKey(QueryLevel level) => level switch
    {
        QueryLevel.Patient => Tags.PatientID,
        QueryLevel.Study => Tags.StudyInstanceUID,
        QueryLevel.Series => Tags.SeriesInstanceUID,
        _ => Tags.SOPInstanceUID,
    };
}
