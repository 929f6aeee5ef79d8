namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>What a person does here; kept as the lower-case word.</summary>
public enum Role
{
    Administrator,
    Radiologist,
    Technician,
    Reviewer,
}
