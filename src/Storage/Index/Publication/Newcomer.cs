using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>The first instance of a series that this process has not met: what its study and series rows would say.</summary>
internal sealed record Newcomer(string PatientIdentity, StudyFacts Facts, byte[] PatientAttributes, byte[] StudyAttributes, SeriesFacts Series)
{
    public static Newcomer Of(PreparedInstance instance)
    {
        var header = instance.Record.Header;
        var facts = StudyFacts.Of(header);
        return new Newcomer(
            facts.PatientIdentity(instance.Record.StudyInstanceUid), facts,
            LevelAttributes.Pack(header, QueryLevel.Patient, QueryLevel.Patient),
            LevelAttributes.Pack(header, QueryLevel.Patient, QueryLevel.Study),
            SeriesFacts.Of(header));
    }
}

/// <summary>What the index keeps of a series in columns.</summary>
internal sealed record SeriesFacts(
    int Number, string Modality, string Description, string BodyPart, string Station, int? StepDate, long? StepTime, byte[] Attributes)
{
    public static SeriesFacts Of(DataSet header) => new(
        header.GetInteger(Tags.SeriesNumber) is >= int.MinValue and < int.MaxValue and var number ? (int)number : IndexSchema.NoNumber,
        IndexText.Of(header.GetString(Tags.Modality)).Replace(',', ' '),
        IndexText.Of(header.GetString(Tags.SeriesDescription)), IndexText.Of(header.GetString(Tags.BodyPartExamined)),
        IndexText.Of(header.GetString(Tags.StationName)),
        DicomMoments.Date(header.GetString(Tags.PerformedProcedureStepStartDate)), DicomMoments.Time(header.GetString(Tags.PerformedProcedureStepStartTime)),
        LevelAttributes.Pack(header, QueryLevel.Series, QueryLevel.Series));
}
