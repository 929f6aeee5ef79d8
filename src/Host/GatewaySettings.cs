using ImagingGateway.DicomGateway;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Ledger;
using ImagingGateway.Filmless.Reports.Hl7;
using ImagingGateway.Storage;
using ImagingGateway.Transcoding;
using ImagingGateway.Viewer.Api;

namespace ImagingGateway.Host;

/// <summary>
/// Every setting of the gateway, one record per room. Sources, the later winning: <c>appsettings.json</c> beside the program, then in the
/// working directory, environment variables (<c>Dicom__Port</c>), command line.
/// </summary>
internal sealed record GatewaySettings(StorageOptions Storage, DicomGatewayOptions Dicom, ViewerOptions Web, TranscodingOptions Transcoding, ClaimOptions Claims, LedgerOptions Ledger, Hl7Options Hl7)
{
    private const string WebSection = "Web";
    private const string Hl7Section = "Hl7";

    // The storage's are at the root, beside everything else that an environment has.
    internal static IEnumerable<(string Section, Type Type)> Kinds =>
    [
        .. typeof(StorageOptions).GetProperties().Where(property => property.CanWrite).Select(property => (property.Name, property.PropertyType)),
        (DicomGatewayOptions.Section, typeof(DicomGatewayOptions)), (WebSection, typeof(ViewerOptions)), (TranscodingOptions.Section, typeof(TranscodingOptions)),
        (ClaimOptions.Section, typeof(ClaimOptions)), (LedgerOptions.Section, typeof(LedgerOptions)), (Hl7Section, typeof(Hl7Options)),
    ];

    /// <summary>Reads, binds and checks.</summary>
    /// <exception cref="SettingException">A value is not of its kind, or a room refuses it.</exception>
    public static GatewaySettings From(IConfiguration configuration)
    {
        if (Kinds.SelectMany(kind => SettingKinds.Faults(configuration.GetSection(kind.Section), kind.Type)).ToList() is { Count: > 0 } faults)
            throw new SettingException(faults);
        try
        {
            var dicom = configuration.GetSection(DicomGatewayOptions.Section).Get<DicomGatewayOptions>() ?? new DicomGatewayOptions();
            var web = configuration.GetSection(WebSection).Get<ViewerOptions>() ?? new ViewerOptions();
            var settings = new GatewaySettings(
                (configuration.Get<StorageOptions>() ?? new StorageOptions()) with { TextFallbacks = dicom.TextFallbacks },
                dicom,
                web with { DicomPort = dicom.Port, AETitle = dicom.AETitle },
                configuration.GetSection(TranscodingOptions.Section).Get<TranscodingOptions>() ?? new TranscodingOptions(),
                configuration.GetSection(ClaimOptions.Section).Get<ClaimOptions>() ?? new ClaimOptions(),
                configuration.GetSection(LedgerOptions.Section).Get<LedgerOptions>() ?? new LedgerOptions(),
                configuration.GetSection(Hl7Section).Get<Hl7Options>() ?? new Hl7Options());
            return settings.Dicom.Validate().Concat(settings.Web.Validate()).Concat(settings.Transcoding.Validate()).Concat(settings.Claims.Validate())
                .Concat(settings.Ledger.Validate()).Concat(settings.Hl7.Validate()).ToList() is { Count: > 0 } problems
                ? throw new SettingException(problems)
                : settings;
        }
        catch (InvalidOperationException problem)
        {
            // the binder names the key and the value it could not convert
            throw new SettingException([$"A setting cannot be read: {problem.Message} Correct it in appsettings.json, the environment or the command line."]);
        }
    }

    /// <summary>Configuration from all sources.</summary>
    public static void AddSources(IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        configuration.Sources.Clear();
        configuration
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(commandLine);
    }
}
