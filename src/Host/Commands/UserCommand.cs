using System.CommandLine;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Host.Commands;

/// <summary><c>user</c>: the way back in for the one IT person who lost the administrator's password.</summary>
internal static class UserCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();

    public static Command Build()
    {
        var reset = new Command("reset-admin", "Give the user 'admin' a new one-time password") { Data };
        reset.SetAction((parsed, cancellationToken) => Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])],
            async services =>
            {
                var password = await services.GetRequiredService<AccountSetup>().ResetAdministratorAsync(cancellationToken);
                Console.WriteLine($"User {AccountSetup.AdministratorName}, one-time password {password}");
            },
            cancellationToken)));
        return new Command("user", "Accounts") { reset };
    }
}
