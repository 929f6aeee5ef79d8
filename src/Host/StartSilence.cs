namespace ImagingGateway.Host;

/// <summary>
/// What stops a start is told in one plain sentence. Until the gateway has started, the frameworks' own lines about it, which bring a stack
/// trace along, are for those who set <c>Logging:LogLevel:Default</c> to <c>Debug</c>.
/// </summary>
internal sealed class StartSilence
{
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _hasStarted;

    private StartSilence()
    {
    }

    /// <summary>Silences what is logged until <see cref="End"/>.</summary>
    public static StartSilence Begin(ILoggingBuilder logging, IConfiguration configuration)
    {
        var silence = new StartSilence { _hasStarted = configuration.GetValue("Logging:LogLevel:Default", LogLevel.Information) <= LogLevel.Debug };
        foreach (var category in Categories)
            logging.AddFilter(category, level => silence._hasStarted && level >= LogLevel.Warning);
        return silence;
    }

    public void End() => _hasStarted = true;
}
