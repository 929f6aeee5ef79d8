using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>The calls of OpenJPEG 2.5 that are used here; from 2.5 on the same decoder reads HTJ2K.</summary>
internal static unsafe partial class OpenJpeg
{
    public const string Library = "openjp2";

    public const int FormatCodestream = 0, ColourSpaceRgb = 1, ColourSpaceGrey = 2;

    /// <summary>Room for <c>opj_dparameters_t</c> (8252 bytes in 2.5.0) with space for later releases.</summary>
    public const int DecoderParametersSize = 16384;

    /// <summary>Room for <c>opj_cparameters_t</c> (18720 bytes in 2.5.0 on LP64) with space for later releases.</summary>
    public const int EncoderParametersSize = 32768;

    /// <summary>Places of the fields of <c>opj_cparameters_t</c> that are set; fixed by the library's binary interface (soname 7, LP64).</summary>
    public const int ByRateOffset = 20, LayerCountOffset = 4796, RatesOffset = 4800, ResolutionCountOffset = 5600, TransformOffset = 18698;

    [LibraryImport(Library, EntryPoint = "opj_create_decompress")]
    public static partial nint CreateDecoder(int format);

    [LibraryImport(Library, EntryPoint = "opj_destroy_codec")]
    public static partial void DestroyCodec(nint codec);

    [LibraryImport(Library, EntryPoint = "opj_set_default_decoder_parameters")]
    public static partial void SetDefaultParameters(byte* parameters);

    [LibraryImport(Library, EntryPoint = "opj_setup_decoder")]
    public static partial int SetUpDecoder(nint codec, byte* parameters);

    [LibraryImport(Library, EntryPoint = "opj_read_header")]
    public static partial int ReadHeader(nint stream, nint codec, OpjImage** image);

    [LibraryImport(Library, EntryPoint = "opj_decode")]
    public static partial int Decode(nint codec, nint stream, OpjImage* image);

    [LibraryImport(Library, EntryPoint = "opj_create_compress")]
    public static partial nint CreateEncoder(int format);

    [LibraryImport(Library, EntryPoint = "opj_set_default_encoder_parameters")]
    public static partial void SetDefaultEncoderParameters(byte* parameters);

    [LibraryImport(Library, EntryPoint = "opj_setup_encoder")]
    public static partial int SetUpEncoder(nint codec, byte* parameters, OpjImage* image);

    [LibraryImport(Library, EntryPoint = "opj_start_compress")]
    public static partial int StartEncoding(nint codec, OpjImage* image, nint stream);

    [LibraryImport(Library, EntryPoint = "opj_encode")]
    public static partial int Encode(nint codec, nint stream);

    [LibraryImport(Library, EntryPoint = "opj_end_compress")]
    public static partial int EndEncoding(nint codec, nint stream);

    [LibraryImport(Library, EntryPoint = "opj_image_create")]
    public static partial OpjImage* CreateImage(uint componentCount, OpjComponentParameters* components, int colourSpace);

    [LibraryImport(Library, EntryPoint = "opj_image_destroy")]
    public static partial void DestroyImage(OpjImage* image);

    [LibraryImport(Library, EntryPoint = "opj_stream_create")]
    public static partial nint CreateStream(nuint bufferSize, int isInput);

    [LibraryImport(Library, EntryPoint = "opj_stream_destroy")]
    public static partial void DestroyStream(nint stream);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_user_data")]
    public static partial void SetStreamData(nint stream, void* data, nint free);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_user_data_length")]
    public static partial void SetStreamLength(nint stream, ulong length);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_read_function")]
    public static partial void SetRead(nint stream, delegate* unmanaged<byte*, nuint, OpjSource*, nuint> read);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_write_function")]
    public static partial void SetWrite(nint stream, delegate* unmanaged<byte*, nuint, OpjSink*, nuint> write);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_skip_function")]
    public static partial void SetSkip(nint stream, delegate* unmanaged<long, void*, long> skip);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_seek_function")]
    public static partial void SetSeek(nint stream, delegate* unmanaged<long, void*, int> seek);
}

/// <summary><c>opj_image_t</c>, as far as it is read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpjImage
{
    public uint X0, Y0, X1, Y1;
    public uint ComponentCount;
    public int ColourSpace;
    public OpjComponent* Components;
    public byte* IccProfile;
    public uint IccProfileLength;
}

/// <summary><c>opj_image_comp_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpjComponent
{
    public uint XStep, YStep, Width, Height, X0, Y0;
    public uint Precision, BitsPerPixel, IsSigned, ResolutionsDecoded, Factor;
    public int* Data;
    public ushort Alpha;
}

/// <summary><c>opj_image_cmptparm_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpjComponentParameters
{
    public uint XStep, YStep, Width, Height, X0, Y0, Precision, BitsPerPixel, IsSigned;
}
