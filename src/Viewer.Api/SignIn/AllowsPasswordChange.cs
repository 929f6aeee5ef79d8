namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Metadata of the endpoints a person may use before the one-time password has been changed.</summary>
internal sealed record AllowsPasswordChange;
