using System.Collections.Frozen;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>
/// What of a data set stays under a link without names. The other way round than the table of the Basic Application Level
/// Confidentiality Profile (PS3.15 table E.1-1): there the attributes to take out are listed, here those that stay; so what nobody thought
/// of is taken out. Nothing stays that the profile removes, cleans or empties.
/// </summary>
internal static class BasicProfile
{
    /// <summary>Groups about the acquisition, the pixels, and what they stand for (slides, segments, doses). Everything else goes, private groups first of all.</summary>
    private static readonly FrozenSet<ushort> Groups =
        new ushort[] { 0x0008, 0x0018, 0x0020, 0x0022, 0x0028, 0x0048, 0x0054, 0x0062, 0x2050, 0x3002, 0x3004, 0x5200, 0x7FE0 }.ToFrozenSet();

    /// <summary>Of groups that are otherwise about orders, visits, people and drawings.</summary>
    private static readonly FrozenSet<Tag> KeptBesides = new[]
    {
        Tags.OrganExposed, Tags.PurposeOfReferenceCodeSequence, Tags.MeasurementUnitsCodeSequence, Tags.ConceptNameCodeSequence, Tags.ConceptCodeSequence,
        Tags.RealWorldValueMappingSequence, Tags.RealWorldValueFirstValueMapped, Tags.RealWorldValueLastValueMapped, Tags.DoubleFloatRealWorldValueFirstValueMapped,
        Tags.DoubleFloatRealWorldValueLastValueMapped, Tags.RealWorldValueIntercept, Tags.RealWorldValueSlope, Tags.RealWorldValueLUTData, Tags.QuantityDefinitionSequence,
        Tags.ParametricMapFrameTypeSequence, Tags.WholeSlideMicroscopyImageFrameTypeSequence, Tags.XOffsetInSlideCoordinateSystem, Tags.YOffsetInSlideCoordinateSystem,
        Tags.ZOffsetInSlideCoordinateSystem, Tags.ContainerTypeCodeSequence, Tags.SpecimenDescriptionSequence, Tags.SpecimenUID, Tags.ContentLabel,
        Tags.PrimaryDosimeterUnit, Tags.ReferencedRTPlanSequence, Tags.ReferencedFractionGroupSequence, Tags.ReferencedFractionGroupNumber, Tags.ReferencedBeamSequence,
        Tags.ReferencedBeamNumber,
    }.ToFrozenSet();

    /// <summary>Text that names kinds and devices, never people or places.</summary>
    private static readonly FrozenSet<Tag> KeptText = new[]
    {
        Tags.Manufacturer, Tags.ManufacturerModelName, Tags.SoftwareVersions, Tags.ConvolutionKernel, Tags.WindowCenterWidthExplanation, Tags.RescaleType,
        Tags.CodeValue, Tags.CodingSchemeDesignator, Tags.CodingSchemeVersion, Tags.CodeMeaning, Tags.ModalityLUTType, Tags.LUTExplanation, Tags.SequenceName,
        Tags.PulseSequenceName, Tags.StackID, Tags.ReceiveCoilName, Tags.ReceiveCoilManufacturerName, Tags.TransmitCoilName, Tags.TransmitCoilManufacturerName,
        Tags.MultiCoilElementName, Tags.OpticalPathIdentifier, Tags.SegmentAlgorithmName, Tags.LUTLabel,
    }.ToFrozenSet();

    /// <summary>Removed although group and kind would let them stay (X, Z or D in table E.1-1, or about a visit and not an image).</summary>
    private static readonly FrozenSet<Tag> Removed = new[]
    {
        Tags.AdmittingDiagnosesCodeSequence, Tags.ReferencedPatientSequence, Tags.ReferencedStudySequence, Tags.ReferencedPerformedProcedureStepSequence,
        Tags.ProcedureCodeSequence, Tags.InstitutionCodeSequence, Tags.PhysiciansOfRecordIdentificationSequence, Tags.PerformingPhysicianIdentificationSequence,
        Tags.PhysiciansReadingStudyIdentificationSequence, Tags.OperatorIdentificationSequence, Tags.ReferringPhysicianIdentificationSequence,
        Tags.IconImageSequence, Tags.ConsultingPhysicianIdentificationSequence, Tags.InstitutionalDepartmentTypeCodeSequence, Tags.UDISequence,
        Tags.TransducerIdentificationSequence,
    }.ToFrozenSet();

    /// <summary>
    /// Taken out, but not away: these must be there, empty or not (type 2 in IODs of images; Z in table E.1-1, X/Z, Z/D or X/Z/D, where that has them).
    /// </summary>
    private static readonly FrozenSet<Tag> Emptied = new[]
    {
        Tags.PatientBirthDate, Tags.PatientSex, Tags.StudyDate, Tags.StudyTime, Tags.ReferringPhysicianName, Tags.StudyID, Tags.AccessionNumber,
        Tags.AcquisitionDate, Tags.AcquisitionTime, Tags.OperatorsName, Tags.ContrastBolusAgent, Tags.PositionReferenceIndicator, Tags.AcquisitionContextSequence,
        Tags.ContentDescription, Tags.ContentCreatorName, Tags.RadiationMachineName, Tags.IssuerOfTheContainerIdentifierSequence,
        Tags.IssuerOfTheSpecimenIdentifierSequence, Tags.SpecimenPreparationSequence,
    }.ToFrozenSet();

    /// <summary>
    /// Taken out, and something that says nothing put in: IODs of images demand a value (type 1 or 1C). D in table E.1-1, Z/D, X/D or X/Z/D; the labels of
    /// segments and radiotherapy images are not in it, but may be anything.
    /// </summary>
    private static readonly FrozenSet<Tag> Replaced = new[]
    {
        Tags.ContentDate, Tags.ContentTime, Tags.SeriesDate, Tags.SeriesTime, Tags.AcquisitionDateTime, Tags.StartAcquisitionDateTime, Tags.EndAcquisitionDateTime,
        Tags.FrameAcquisitionDateTime, Tags.FrameReferenceDateTime, Tags.DecayCorrectionDateTime, Tags.ExclusionStartDateTime, Tags.SourceStartDateTime,
        Tags.SourceEndDateTime, Tags.DateOfLastDetectorCalibration, Tags.TimeOfLastDetectorCalibration, Tags.ContextGroupVersion, Tags.ContextGroupLocalVersion,
        Tags.DeviceSerialNumber, Tags.DetectorID, Tags.XRayDetectorID, Tags.XRaySourceID, Tags.AcquisitionFieldOfViewLabel, Tags.ProtocolName,
        Tags.AcquisitionDeviceProcessingDescription, Tags.ContainerIdentifier, Tags.SpecimenIdentifier, Tags.SegmentLabel, Tags.TrackingID, Tags.RTImageLabel,
    }.ToFrozenSet();

    /// <summary>Values that may stay if their attribute may: numbers, words of the standard, pixels, and what holds them.</summary>
    private static readonly FrozenSet<VR> Kinds = new[]
    {
        VR.CS, VR.DS, VR.IS, VR.FD, VR.FL, VR.SL, VR.SS, VR.UL, VR.US, VR.AT, VR.SV, VR.UV, VR.OB, VR.OD, VR.OF, VR.OL, VR.OV, VR.OW, VR.SQ, VR.UI,
    }.ToFrozenSet();

    /// <summary>The element may stay; a sequence with what is left of its items, a UID as another one.</summary>
    public static bool Keeps(Tag tag, VR vr) =>
        !tag.IsPrivate && !tag.IsGroupLength && !Removed.Contains(tag)
        && (KeptText.Contains(tag) || (Kinds.Contains(vr) && (Groups.Contains(tag.Group) || KeptBesides.Contains(tag))));

    /// <summary>It lies in a group about the acquisition.</summary>
    public static bool IsOfAcquisition(Tag tag) => Groups.Contains(tag.Group);

    /// <summary>What does not stay leaves an empty element.</summary>
    public static bool Empties(Tag tag) => Emptied.Contains(tag);

    /// <summary>What stands for a value that does not stay and must not be missing; null where none is needed.</summary>
    public static string? Dummy(Tag tag) => !Replaced.Contains(tag) ? null : DicomDictionary.ImplicitVR(tag) switch
    {
        var vr when vr == VR.DA || vr == VR.DT => "19000101",
        var vr when vr == VR.TM => "000000",
        _ => "REMOVED",
    };

    /// <summary>A search may ask for it.</summary>
    public static bool Keeps(Tag tag) => Keeps(tag, DicomDictionary.ImplicitVR(tag));
}
