using System.CommandLine;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Host.Commands;

/// <summary><c>user</c>: the way back in for the one IT person who lost the administrator's password.</summary>
internal static class UserCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Key = new("KEY") { Description = "Authenticator key, as shown when the second factor was set up" };

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
        var code = new Command("code", "Print the sign-in code of this half minute for an authenticator key (for trying the demo without a phone)") { Key };
        code.SetAction((parsed, _) => Refusal.CatchAsync(() =>
        {
            try
            {
                Console.WriteLine(Totp.CodeAt(parsed.GetValue(Key)!, DateTimeOffset.UtcNow));
            }
            catch (FormatException)
            {
                throw new ArgumentException("This is no authenticator key: it consists of the letters A to Z and the digits 2 to 7.");
            }

            return Task.CompletedTask;
        }));
        return new Command("user", "Accounts") { reset, code };
    }
}
