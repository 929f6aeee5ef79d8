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
    /// <summary>Groups about the acquisition and the pixels. Everything else goes, private groups first of all.</summary>
    private static readonly FrozenSet<ushort> Groups = new ushort[] { 0x0008, 0x0018, 0x0020, 0x0022, 0x0028, 0x0048, 0x0054, 0x2050, 0x5200, 0x7FE0 }.ToFrozenSet();

    /// <summary>Text that names kinds and devices, never people or places.</summary>
    private static readonly FrozenSet<Tag> KeptText = new[]
    {
        Tags.Manufacturer, Tags.ManufacturerModelName, Tags.SoftwareVersions, Tags.ConvolutionKernel, Tags.WindowCenterWidthExplanation, Tags.RescaleType,
        Tags.CodeValue, Tags.CodingSchemeDesignator, Tags.CodingSchemeVersion, Tags.CodeMeaning, Tags.ModalityLUTType, Tags.LUTExplanation, Tags.SequenceName,
    }.ToFrozenSet();

    /// <summary>Removed although group and kind would let them stay (X, Z or D in table E.1-1, or about a visit and not an image).</summary>
    private static readonly FrozenSet<Tag> Removed = new[]
    {
        Tags.AdmittingDiagnosesCodeSequence, Tags.ReferencedPatientSequence, Tags.ReferencedStudySequence, Tags.ReferencedPerformedProcedureStepSequence,
        Tags.ProcedureCodeSequence, Tags.InstitutionCodeSequence, Tags.PhysiciansOfRecordIdentificationSequence, Tags.PerformingPhysicianIdentificationSequence,
        Tags.PhysiciansReadingStudyIdentificationSequence, Tags.OperatorIdentificationSequence, Tags.ReferringPhysicianIdentificationSequence,
        Tags.IconImageSequence,
    }.ToFrozenSet();

    /// <summary>Taken out, but not away: these must be there, empty or not (types 2 of PS3.3 C.7; Z in table E.1-1 where that has them).</summary>
    private static readonly FrozenSet<Tag> Emptied = new[]
    {
        Tags.PatientBirthDate, Tags.PatientSex, Tags.StudyDate, Tags.StudyTime, Tags.ReferringPhysicianName, Tags.StudyID, Tags.AccessionNumber,
        Tags.ContentDate, Tags.ContentTime, Tags.PositionReferenceIndicator, Tags.AcquisitionContextSequence,
    }.ToFrozenSet();

    /// <summary>Values that may stay if their attribute may: numbers, words of the standard, pixels, and what holds them.</summary>
    private static readonly FrozenSet<VR> Kinds = new[]
    {
        VR.CS, VR.DS, VR.IS, VR.FD, VR.FL, VR.SL, VR.SS, VR.UL, VR.US, VR.AT, VR.SV, VR.UV, VR.OB, VR.OD, VR.OF, VR.OL, VR.OV, VR.OW, VR.SQ, VR.UI,
    }.ToFrozenSet();

    /// <summary>The element may stay; a sequence with what is left of its items, a UID as another one.</summary>
    public static bool Keeps(Tag tag, VR vr) =>
        !tag.IsPrivate && !tag.IsGroupLength && Groups.Contains(tag.Group) && !Removed.Contains(tag) && (Kinds.Contains(vr) || KeptText.Contains(tag));

    /// <summary>What does not stay leaves an empty element.</summary>
    public static bool Empties(Tag tag) => Emptied.Contains(tag);

    /// <summary>A search may ask for it.</summary>
    public static bool Keeps(Tag tag) => Keeps(tag, DicomDictionary.ImplicitVR(tag));
}
