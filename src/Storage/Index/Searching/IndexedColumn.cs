using System.Collections.Frozen;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>A matching key that has a column: where, and at which level it describes.</summary>
internal sealed record IndexedColumn(QueryLevel Level, string Name)
{
    private static readonly FrozenDictionary<Tag, IndexedColumn> Columns = new Dictionary<Tag, IndexedColumn>
    {
        [Tags.PatientName] = new(QueryLevel.Patient, "name_key"),
        [Tags.PatientID] = new(QueryLevel.Patient, "patient_id"),
        [Tags.IssuerOfPatientID] = new(QueryLevel.Patient, "issuer"),
        [Tags.PatientBirthDate] = new(QueryLevel.Patient, "birth_date"),
        [Tags.PatientSex] = new(QueryLevel.Patient, "sex"),
        [Tags.StudyInstanceUID] = new(QueryLevel.Study, "t.study_uid"),
        [Tags.StudyDate] = new(QueryLevel.Study, "t.study_date"),
        [Tags.StudyTime] = new(QueryLevel.Study, "t.study_time"),
        [Tags.AccessionNumber] = new(QueryLevel.Study, "t.accession"),
        [Tags.StudyID] = new(QueryLevel.Study, "t.study_id"),
        [Tags.StudyDescription] = new(QueryLevel.Study, "t.description"),
        [Tags.ReferringPhysicianName] = new(QueryLevel.Study, "t.referring_key"),
        [Tags.InstitutionName] = new(QueryLevel.Study, "t.institution"),
        [Tags.SeriesInstanceUID] = new(QueryLevel.Series, "s.series_uid"),
        [Tags.SeriesNumber] = new(QueryLevel.Series, "s.series_number"),
        [Tags.Modality] = new(QueryLevel.Series, "s.modality"),
        [Tags.SeriesDescription] = new(QueryLevel.Series, "s.description"),
        [Tags.BodyPartExamined] = new(QueryLevel.Series, "s.body_part"),
        [Tags.StationName] = new(QueryLevel.Series, "s.station"),
        [Tags.PerformedProcedureStepStartDate] = new(QueryLevel.Series, "s.step_date"),
        [Tags.PerformedProcedureStepStartTime] = new(QueryLevel.Series, "s.step_time"),
        [Tags.SOPInstanceUID] = new(QueryLevel.Instance, "i.sop_uid"),
        [Tags.SOPClassUID] = new(QueryLevel.Instance, "i.sop_class_uid"),
        [Tags.InstanceNumber] = new(QueryLevel.Instance, "i.instance_number"),
        [Tags.NumberOfFrames] = new(QueryLevel.Instance, "i.frames"),
        [Tags.Rows] = new(QueryLevel.Instance, "i.image_rows"),
        [Tags.Columns] = new(QueryLevel.Instance, "i.image_columns"),
        [Tags.BitsAllocated] = new(QueryLevel.Instance, "i.bits_allocated"),
        [Tags.AvailableTransferSyntaxUID] = new(QueryLevel.Instance, "i.transfer_syntax_uid"),
    }.ToFrozenDictionary();

    public static IndexedColumn? Of(Tag tag) => Columns.GetValueOrDefault(tag);

    /// <summary>The column for a query at <paramref name="level"/>: patient columns are on the study rows too, as each study came with them.</summary>
    public string For(QueryLevel level) => Level == QueryLevel.Patient ? (level == QueryLevel.Patient ? "p." : "t.") + Name : Name;
}
