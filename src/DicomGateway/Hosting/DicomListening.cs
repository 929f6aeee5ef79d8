using System.Net;
using ImagingGateway.DicomGateway.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Hosting;

/// <summary>Adds the DICOM port to the web server's.</summary>
public static class DicomListening
{
    /// <summary>Listens on the options' address and port. TCP_NODELAY is set.</summary>
    public static void ListenDicom(this KestrelServerOptions kestrel, DicomGatewayOptions options) =>
        kestrel.Listen(new DicomListenEndPoint(IPAddress.Parse(options.Bind), options.Port), listen =>
        {
            listen.UseConnectionHandler<AssociationConnectionHandler>();
            kestrel.ApplicationServices.GetRequiredService<DicomEndpoint>().Set(listen);
        });
}
