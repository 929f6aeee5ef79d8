using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>The calls of CharLS 2's C API that are used here. Every call answers 0 or an error number.</summary>
internal static unsafe partial class CharLs
{
    public const string Library = "charls";

    public const int InterleaveNone = 0, InterleaveLine = 1, InterleaveSample = 2;

    /// <summary>The error number of <see cref="Encode"/> for what its own estimate does not hold.</summary>
    public const int DestinationTooSmall = 3;

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_create")]
    public static partial nint CreateDecoder();

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_destroy")]
    public static partial void DestroyDecoder(nint decoder);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_set_source_buffer")]
    public static partial int SetSource(nint decoder, byte* source, nuint length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_read_header")]
    public static partial int ReadHeader(nint decoder);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_get_frame_info")]
    public static partial int GetFrameInfo(nint decoder, CharLsFrameInfo* info);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_get_interleave_mode")]
    public static partial int GetInterleaveMode(nint decoder, int* mode);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_get_destination_size")]
    public static partial int GetDestinationSize(nint decoder, uint stride, nuint* length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_decode_to_buffer")]
    public static partial int Decode(nint decoder, byte* destination, nuint length, uint stride);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_create")]
    public static partial nint CreateEncoder();

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_destroy")]
    public static partial void DestroyEncoder(nint encoder);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_frame_info")]
    public static partial int SetFrameInfo(nint encoder, CharLsFrameInfo* info);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_interleave_mode")]
    public static partial int SetInterleaveMode(nint encoder, int mode);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_get_estimated_destination_size")]
    public static partial int GetEstimatedSize(nint encoder, nuint* length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_destination_buffer")]
    public static partial int SetDestination(nint encoder, byte* destination, nuint length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_encode_from_buffer")]
    public static partial int Encode(nint encoder, byte* source, nuint length, uint stride);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_get_bytes_written")]
    public static partial int GetBytesWritten(nint encoder, nuint* length);

    [LibraryImport(Library, EntryPoint = "charls_get_error_message")]
    private static partial byte* ErrorText(int error);

    /// <summary>The library's own sentence about an error number.</summary>
    public static string Describe(int error) => Marshal.PtrToStringUTF8((nint)ErrorText(error)) ?? string.Empty;
}

/// <summary><c>charls_frame_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CharLsFrameInfo
{
    public uint Width;
    public uint Height;
    public int BitsPerSample;
    public int ComponentCount;
}
