namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>What became of a user name and a password.</summary>
public abstract record SignInOutcome
{
    public sealed record Accepted(Account Account) : SignInOutcome;

    /// <summary>Wrong name or password, or a disabled account: not told apart.</summary>
    public sealed record Wrong : SignInOutcome;

    /// <summary>The password was right, but the account was not used for so long that it is locked now.</summary>
    public sealed record Idle : SignInOutcome;

    /// <summary>Too many wrong passwords.</summary>
    public sealed record Locked : SignInOutcome;
}
