using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImagingGateway.DicomGateway.Hosting;

/// <summary>Where the gateway listens for associations; known once the server has started.</summary>
public sealed class DicomEndpoint
{
    private ListenOptions? _plain;
    private ListenOptions? _tls;

    /// <summary>Null before the start.</summary>
    public IPEndPoint? Address => _plain?.IPEndPoint;

    /// <summary>The port with TLS; null before the start and without one.</summary>
    public IPEndPoint? TlsAddress => _tls?.IPEndPoint;

    internal void Set(ListenOptions plain) => _plain = plain;

    internal void SetTls(ListenOptions tls) => _tls = tls;
}
