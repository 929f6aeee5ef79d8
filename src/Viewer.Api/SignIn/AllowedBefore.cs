namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Metadata: how far a person must have come with signing in to use an endpoint; without it, all the way.</summary>
internal sealed record AllowedBefore(SignInStep Step);

/// <summary>The steps of signing in, in their order.</summary>
internal enum SignInStep
{
    /// <summary>The password was right; the code is still to come.</summary>
    Code,

    /// <summary>The one-time password must be changed.</summary>
    Password,

    /// <summary>A second factor must be set up.</summary>
    Enrolment,

    Done,
}
