using ImagingGateway.Filmless.Secrets;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>First start.</summary>
public sealed class AccountSetup(Accounts accounts, SecondFactors seconds)
{
    public const string AdministratorName = "admin";

    /// <summary>Creates the first administrator when there is no account at all.</summary>
    /// <returns>The one-time password, to be printed and never kept; null when accounts exist.</returns>
    public async Task<string?> EnsureAdministratorAsync(CancellationToken cancellationToken = default)
    {
        if ((await accounts.ListAsync(cancellationToken)).Count > 0)
            return null;
        var password = RandomText.Password();
        return await accounts.CreateAsync(AdministratorName, password, Role.Administrator, mustChange: true, "setup", cancellationToken) ? password : null;
    }

    /// <summary>A new one-time password for the administrator who lost theirs (command line); a second factor is set up anew.</summary>
    public async Task<string> ResetAdministratorAsync(CancellationToken cancellationToken = default)
    {
        if (await EnsureAdministratorAsync(cancellationToken) is { } first)
            return first;
        var password = RandomText.Password();
        if (!await accounts.CreateAsync(AdministratorName, password, Role.Administrator, mustChange: true, "setup", cancellationToken))
        {
            await accounts.SetPasswordAsync(AdministratorName, password, mustChange: true, "setup", cancellationToken);
            await accounts.SetDisabledAsync(AdministratorName, disabled: false, "setup", cancellationToken);
            await seconds.ResetAsync(AdministratorName, "setup", cancellationToken); // nobody else could
        }

        return password;
    }
}
