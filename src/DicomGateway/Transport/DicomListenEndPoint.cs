using System.Net;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>An address that the web server's own transport leaves to <see cref="DicomTransportFactory"/>.</summary>
internal sealed class DicomListenEndPoint(IPAddress address, int port) : IPEndPoint(address, port);
