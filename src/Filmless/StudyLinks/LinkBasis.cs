namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>By what right a link is given out. Whoever creates one says so; the gateway keeps the word and judges nothing.</summary>
public enum LinkBasis
{
    PatientRequest,
    PatientConsent,
    Treatment,
    InsuranceReview,

    /// <summary>Told in the note, which then may not be empty.</summary>
    Other,
}
