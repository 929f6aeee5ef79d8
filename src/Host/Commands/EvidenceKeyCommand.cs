using System.CommandLine;
using System.Text.Json;
using ImagingGateway.Filmless;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Host.Commands;

/// <summary><c>evidence-key</c>: the key with which the hospital signs manifests and the audit trail.</summary>
internal static class EvidenceKeyCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();

    public static Command Build() => new("evidence-key", "The hospital's signing key")
    {
        Sub("public", "Print every public key as a key set (the same as /.well-known/jwks.json)", keys => JsonSerializer.Serialize(keys.All(), JsonSerializerOptions.Web)),
        Sub("export", "Print the private key (PEM): keep it in a safe, it signs in the hospital's name", keys => keys.ExportPrivate().TrimEnd()),
        Sub("rotate", "Make a new key; old signatures stay valid", keys => $"New key {keys.Rotate().Kid}. Publish /.well-known/jwks.json again, and take a backup of the keys directory."),
    };

    private static Command Sub(string name, string description, Func<HospitalKeys, string> action)
    {
        var command = new Command(name, description) { Data };
        command.SetAction((parsed, _) => Refusal.CatchAsync(() =>
        {
            var configuration = new ConfigurationBuilder();
            GatewaySettings.AddSources(configuration, SharedOptions.Settings([("Data", parsed.GetValue(Data))]));
            var settings = GatewaySettings.From(configuration.Build());
            Console.WriteLine(action(HospitalKeys.LoadOrCreate(FilmlessRegistration.KeysDirectory(settings.Storage))));
            return Task.CompletedTask;
        }));
        return command;
    }
}
