using System.Collections.Frozen;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index;

/// <summary>
/// At which level an attribute describes: the modules of PS3.3 A.1.4 (patient, study with visit and clinical trial, series with
/// frame of reference and equipment). Everything not named here describes the instance.
/// </summary>
internal static class AttributeLevel
{
    private static readonly FrozenSet<Tag> Study = FrozenSet.Create(
        Tags.StudyDate, Tags.StudyTime, Tags.AccessionNumber, Tags.IssuerOfAccessionNumberSequence, Tags.ReferringPhysicianName,
        Tags.ReferringPhysicianIdentificationSequence, Tags.ConsultingPhysicianName, Tags.ConsultingPhysicianIdentificationSequence,
        Tags.StudyDescription, Tags.ProcedureCodeSequence, Tags.PhysiciansOfRecord, Tags.PhysiciansOfRecordIdentificationSequence,
        Tags.NameOfPhysiciansReadingStudy, Tags.PhysiciansReadingStudyIdentificationSequence, Tags.AdmittingDiagnosesDescription,
        Tags.AdmittingDiagnosesCodeSequence, Tags.ReferencedStudySequence, Tags.StudyInstanceUID, Tags.StudyID,
        Tags.TimezoneOffsetFromUTC, Tags.PatientAge, Tags.PatientSize, Tags.PatientWeight, Tags.PatientBodyMassIndex, Tags.Occupation,
        Tags.AdditionalPatientHistory, Tags.PregnancyStatus, Tags.SmokingStatus, Tags.MedicalAlerts, Tags.Allergies,
        Tags.LastMenstrualDate, Tags.PatientState);

    private static readonly FrozenSet<Tag> Series = FrozenSet.Create(
        Tags.SeriesDate, Tags.SeriesTime, Tags.Modality, Tags.PresentationIntentType, Tags.Manufacturer, Tags.InstitutionName,
        Tags.InstitutionAddress, Tags.StationName, Tags.InstitutionalDepartmentName, Tags.SeriesDescription,
        Tags.SeriesDescriptionCodeSequence, Tags.PerformingPhysicianName, Tags.PerformingPhysicianIdentificationSequence,
        Tags.OperatorsName, Tags.OperatorIdentificationSequence, Tags.ManufacturerModelName, Tags.ReferencedPerformedProcedureStepSequence,
        Tags.RelatedSeriesSequence, Tags.BodyPartExamined, Tags.DeviceSerialNumber, Tags.SoftwareVersions, Tags.ProtocolName,
        Tags.PatientPosition, Tags.SeriesInstanceUID, Tags.SeriesNumber, Tags.FrameOfReferenceUID, Tags.Laterality,
        Tags.PositionReferenceIndicator, Tags.PerformedProcedureStepStartDate, Tags.PerformedProcedureStepStartTime,
        Tags.PerformedProcedureStepEndDate, Tags.PerformedProcedureStepEndTime, Tags.PerformedProcedureStepID,
        Tags.PerformedProcedureStepDescription, Tags.PerformedProtocolCodeSequence, Tags.RequestAttributesSequence,
        Tags.CommentsOnThePerformedProcedureStep, Tags.ScheduledProcedureStepID, Tags.RequestedProcedureID);

    public static QueryLevel Of(Tag tag)
    {
        if (Study.Contains(tag) || tag.Group is 0x0012 or 0x0032 or 0x0038)
            return QueryLevel.Study;
        if (Series.Contains(tag))
            return QueryLevel.Series;
        return tag.Group == 0x0010 ? QueryLevel.Patient : QueryLevel.Instance;
    }
}
