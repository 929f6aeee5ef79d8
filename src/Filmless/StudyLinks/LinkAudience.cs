namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Who is to open a link.</summary>
public enum LinkAudience
{
    /// <summary>Patient or family.</summary>
    Patient,

    /// <summary>A doctor at the hospital that receives the patient.</summary>
    Hospital,

    /// <summary>A reviewer of the health insurance.</summary>
    Reviewer,
}
