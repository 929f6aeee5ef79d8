using System.Security.Cryptography;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>One instance that was sent, and whether its sender was told that it is stored.</summary>
internal sealed class SentInstance(MadeInstance made, string round)
{
    private volatile bool _isAcknowledged;

    public MadeInstance Made { get; } = made;

    /// <summary>Under which fault, for the message of a failing test.</summary>
    public string Round { get; } = round;

    public string DataSetSha256 { get; } = Convert.ToHexString(SHA256.HashData(made.DataSet()));

    public bool IsAcknowledged
    {
        get => _isAcknowledged;
        set => _isAcknowledged = value;
    }
}
