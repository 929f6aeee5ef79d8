using System.Net;
using ImagingGateway.DicomGateway.Tls;
using ImagingGateway.DicomGateway.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Hosting;

/// <summary>Adds the DICOM ports to the web server's.</summary>
public static class DicomListening
{
    /// <summary>Listens on the options' address and port, and on the one with TLS when there is one. TCP_NODELAY is set.</summary>
    public static void ListenDicom(this KestrelServerOptions kestrel, DicomGatewayOptions options)
    {
        var endpoint = kestrel.ApplicationServices.GetRequiredService<DicomEndpoint>();
        var address = IPAddress.Parse(options.Bind);
        kestrel.Listen(new DicomListenEndPoint(address, options.Port), listen =>
        {
            listen.UseConnectionHandler<AssociationConnectionHandler>();
            endpoint.Set(listen);
        });
        if (options.Tls.Port is not { } port)
            return;
        var tls = kestrel.ApplicationServices.GetRequiredService<TlsAcceptor>();
        kestrel.Listen(new DicomListenEndPoint(address, port), listen =>
        {
            listen.Use(next => connection => SecureAsync(tls, next, connection));
            listen.UseConnectionHandler<AssociationConnectionHandler>();
            endpoint.SetTls(listen);
        });
    }

    // SslStream works on the socket itself, without the pipe in between that the web server's own TLS would need.
    private static async Task SecureAsync(TlsAcceptor tls, ConnectionDelegate next, ConnectionContext connection)
    {
        var plain = (SocketTransport)connection.Transport;
        if (await tls.AcceptAsync(plain.Stream, connection.RemoteEndPoint, connection.ConnectionClosed) is not { } secure)
            return;
        await using (secure)
        {
            connection.Transport = secure;
            await next(connection);
            connection.Transport = plain;
        }
    }
}
