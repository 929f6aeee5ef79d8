using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>One instance that was sent, and whether its sender was told that it is stored. Its pixels come from its number again each time: thousands are remembered.</summary>
internal sealed class SentInstance(int number, string study, string series, string round, int pixelBytes)
{
    private volatile bool _isAcknowledged;

    public string Sop { get; } = Uid.New().Value;

    public string Study => study;

    /// <summary>Under which fault, for the message of a failing test.</summary>
    public string Round => round;

    public MadeInstance Made
    {
        get
        {
            var pixels = new byte[pixelBytes];
            new Random(number).NextBytes(pixels);
            return new MadeInstance { Study = study, Series = series, Sop = Sop, InstanceNumber = number, PixelData = pixels };
        }
    }

    public string DataSetSha256 => Convert.ToHexString(SHA256.HashData(Made.DataSet()));

    public bool IsAcknowledged
    {
        get => _isAcknowledged;
        set => _isAcknowledged = value;
    }
}
