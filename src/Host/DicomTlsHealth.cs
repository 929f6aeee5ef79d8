using System.Globalization;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Tls;
using ImagingGateway.Viewer.Api.Health;

namespace ImagingGateway.Host;

/// <summary>Tells the health page how long the certificate of the DICOM port with TLS is still good.</summary>
internal sealed class DicomTlsHealth(DicomGatewayOptions options, TlsAcceptor acceptor, TimeProvider time) : IHealthSource
{
    private const int FewDays = 30;

    public HealthCheck? Read()
    {
        if (acceptor.Certificate is not { } certificate)
            return null;
        var end = new DateTimeOffset(certificate.NotAfter);
        var days = (int)Math.Floor((end - time.GetUtcNow()).TotalDays);
        var state = days < 0 ? HealthState.Bad : days < FewDays ? HealthState.Warn : HealthState.Good;
        var facts = new List<HealthFact> { new(days < 0 ? "HealthDicomTlsExpired" : "HealthDicomTlsUntil", end.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), days) };
        if (options.Tls.Port is { } port)
            facts.Add(new HealthFact("HealthDicomTlsPort", port));
        return new HealthCheck("DicomTls", state, facts, state == HealthState.Good ? null : "HealthDicomTlsAdvice", options.Tls.Certificate);
    }
}
