using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>One frame as native samples: little endian, interleaved (planar configuration 0).</summary>
/// <param name="Description">Layout of the samples after decoding; photometric interpretation as the decoder left it.</param>
/// <param name="Samples">Rows × columns × samples, each of bits allocated / 8 bytes (1-bit data stay packed, first pixel in the
/// lowest bit). Bits outside bits stored are as received.</param>
public sealed record DecodedFrame(PixelDescription Description, ReadOnlyMemory<byte> Samples);
