using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>One way of coding frames. Stateless and safe for concurrent use.</summary>
internal interface IFrameCodec
{
    /// <summary>The library without which nothing is decoded; null for managed code.</summary>
    NativeLibraryFile? Library { get; }

    /// <summary>The frame goes through native code that bytes of strangers might break: it is decoded in a process of its own.</summary>
    bool IsNative(ReadOnlySpan<byte> frame);

    /// <summary>Decodes one frame whose description has passed <see cref="FrameLimits"/>.</summary>
    /// <exception cref="UndecodableFrameException">The bytes are broken or contradict the description.</exception>
    DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source);
}
