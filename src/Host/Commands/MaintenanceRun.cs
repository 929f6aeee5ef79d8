namespace ImagingGateway.Host.Commands;

/// <summary>Runs a command of the storage beside a running gateway or without one.</summary>
internal static class MaintenanceRun
{
    /// <returns>The command's own exit code, or 2 when it could not run.</returns>
    public static async Task<int> RunAsync(string? data, Func<IServiceProvider, Task<int>> command, CancellationToken cancellationToken)
    {
        var code = 0;
        var refused = await Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", data)])], async services => code = await command(services), cancellationToken));
        return refused != 0 ? refused : code;
    }
}
