using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>What the checks ask of the images and what was made of them. Null where it is not known; times are hospital time.</summary>
public sealed record ClaimFacts
{
    public required Uid StudyInstanceUid { get; init; }

    public string PatientName { get; init; } = "";

    /// <summary>Every number of the patient that the images carry.</summary>
    public IReadOnlyList<string> PatientIdentifiers { get; init; } = [];

    /// <summary>A DA value or a part of it.</summary>
    public string BirthDate { get; init; } = "";

    public string Sex { get; init; } = "";

    public DateTime? FirstAcquisition { get; init; }

    public DateTime? LastAcquisition { get; init; }

    public IReadOnlyList<string> Modalities { get; init; } = [];

    public IReadOnlyList<string> BodyParts { get; init; } = [];

    /// <summary>Study and series descriptions and protocols, for body parts that no attribute names.</summary>
    public string Description { get; init; } = "";

    /// <summary>Distinct views that were not rejected.</summary>
    public int Views { get; init; }

    public int Images { get; init; }

    public IReadOnlyList<string> SerialNumbers { get; init; } = [];

    /// <summary>Greatest number of CT detector rows that is stated.</summary>
    public int? DetectorRows { get; init; }

    /// <summary>Greatest field strength in tesla that is stated.</summary>
    public double? FieldStrength { get; init; }

    /// <summary>Whether any series names a contrast agent; the absence of the attribute is taken as none.</summary>
    public bool? Contrast { get; init; }

    /// <summary>Other exams on the device at the same time, of other patients; null when not looked for.</summary>
    public IReadOnlyList<(string Exam, string Device, TimeSpan Common)>? Overlaps { get; init; }

    /// <summary>Images that another patient has too; null when not looked for.</summary>
    public IReadOnlyList<(string Exam, int Images)>? SharedPixels { get; init; }

    /// <summary>The report that lies beside the images; null for none.</summary>
    public ReportFact? Report { get; init; }

    public int LinksIssued { get; init; }

    public int LinkOpenings { get; init; }
}

/// <summary>What is known of a report.</summary>
/// <param name="IsSigned">Null when the state of the signature is not known; false for a signature that is missing, pending or wrong.</param>
public sealed record ReportFact(bool HasDescription, bool HasConclusion, string? Reader, bool? IsSigned);
