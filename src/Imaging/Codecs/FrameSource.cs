using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Where a frame comes from, as far as its bytes cannot be understood without it.</summary>
/// <param name="FrameNumber">From 1. Frames of 1-bit samples follow each other without padding (PS3.5 8.1.1), so its
/// number says at which bit of the first byte the frame begins.</param>
/// <param name="PixelDataVR">VR of the pixel data element. In big endian, 8-bit samples in OW change places (PS3.5 8.1.2, annex A.3); those in OB do not.</param>
/// <param name="PreferRgb">Let a codec that can do so cheaply convert YCbCr to RGB.</param>
/// <param name="Reduction">How often a codec may halve the frame (rounded up) if that saves it work, for thumbnails; the description of
/// the decoded frame says what it did.</param>
public readonly record struct FrameSource(int FrameNumber = 1, VR PixelDataVR = default, bool PreferRgb = false, int Reduction = 0)
{
    /// <summary>The bytes were made by <see cref="FrameEncoder"/> in this process just now and have not left it: a decoder may be used
    /// that is fast but must not be given bytes of strangers.</summary>
    public bool IsOwnEncoding { get; init; }

    /// <summary>The first frame, in pixel data of no particular representation.</summary>
    public FrameSource()
        : this(1, default, false, 0)
    {
    }
}
