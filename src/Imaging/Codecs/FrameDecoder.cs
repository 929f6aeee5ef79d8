using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Turns the stored bytes of one frame into native samples, choosing the codec by transfer syntax.</summary>
public static class FrameDecoder
{
    /// <summary>True when a codec for the syntax is present on this machine.</summary>
    public static bool CanDecode(TransferSyntax syntax) => throw new NotImplementedException();

    /// <summary>Decodes one frame.</summary>
    /// <exception cref="UndecodableFrameException">The syntax is unknown here, the codec's library is missing, or the bytes are broken.</exception>
    public static DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, TransferSyntax syntax) => throw new NotImplementedException();
}
