using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImagingGateway.DicomGateway.Hosting;

/// <summary>Where the gateway listens for associations; known once the server has started.</summary>
public sealed class DicomEndpoint
{
    private ListenOptions? _listen;

    /// <summary>Null before the start.</summary>
    public IPEndPoint? Address => _listen?.IPEndPoint;

    internal void Set(ListenOptions listen) => _listen = listen;
}
