using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;

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
        catch (Exception problem) when (problem is SettingException or InvalidStorageOptionsException or IndexUnavailableException
            or IOException or ArgumentException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync($"imaging-gateway: {problem.Message}");
            return 2;
        }
    }
}
