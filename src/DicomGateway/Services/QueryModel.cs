using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>A query/retrieve information model (PS3.4 C.6) with its SOP classes.</summary>
/// <param name="Find">C-FIND.</param>
/// <param name="Move">C-MOVE.</param>
/// <param name="Get">C-GET.</param>
/// <param name="Levels">Outermost first.</param>
internal sealed record QueryModel(Uid Find, Uid Move, Uid Get, IReadOnlyList<QueryLevel> Levels)
{
    private static readonly QueryModel PatientRoot = new(
        Uids.PatientRootQueryRetrieveInformationModelFind, Uids.PatientRootQueryRetrieveInformationModelMove, Uids.PatientRootQueryRetrieveInformationModelGet,
        [QueryLevel.Patient, QueryLevel.Study, QueryLevel.Series, QueryLevel.Instance]);

    private static readonly QueryModel StudyRoot = new(
        Uids.StudyRootQueryRetrieveInformationModelFind, Uids.StudyRootQueryRetrieveInformationModelMove, Uids.StudyRootQueryRetrieveInformationModelGet,
        [QueryLevel.Study, QueryLevel.Series, QueryLevel.Instance]);

    // Retired in 2004; older review stations still ask for it.
    private static readonly QueryModel PatientStudyOnly = new(
        Uids.PatientStudyOnlyQueryRetrieveInformationModelFind, Uids.PatientStudyOnlyQueryRetrieveInformationModelMove, Uids.PatientStudyOnlyQueryRetrieveInformationModelGet,
        [QueryLevel.Patient, QueryLevel.Study]);

    public static readonly IReadOnlyList<QueryModel> All = [PatientRoot, StudyRoot, PatientStudyOnly];

    /// <summary>The model one of whose SOP classes this is; null for any other UID.</summary>
    public static QueryModel? Of(Uid sopClass) => All.FirstOrDefault(model => model.Find == sopClass || model.Move == sopClass || model.Get == sopClass);
}
