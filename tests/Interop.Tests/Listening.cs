using System.Net;
using System.Net.Sockets;

namespace ImagingGateway.Interop.Tests;

/// <summary>Whether a process that was started takes connections yet.</summary>
internal static class Listening
{
    /// <summary>Tries once, on this computer.</summary>
    public static async Task<bool> IsAtAsync(int port)
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
