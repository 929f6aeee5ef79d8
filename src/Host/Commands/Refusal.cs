using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using Microsoft.AspNetCore.Connections;

namespace ImagingGateway.Host.Commands;

/// <summary>Turns what a person can put right (a setting, an unreachable server, a taken port) into a sentence and exit code 2.</summary>
internal static class Refusal
{
    public static async Task<int> CatchAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"imaging-gateway: {problem.Message} Another program (or a second gateway) uses this port: end it, or choose others with --dicom-port and --web-port.");
            return 2;
        }
        catch (Exception problem) when (problem is SettingException or InvalidStorageOptionsException or IndexUnavailableException
            or IOException or ArgumentException or UnauthorizedAccessException or InvalidDataException || PublicationFailures.IsOutage(problem))
        {
            await Console.Error.WriteLineAsync($"imaging-gateway: {problem.Message}");
            return 2;
        }
    }
}
