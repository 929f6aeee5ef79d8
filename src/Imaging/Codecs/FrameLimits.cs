using System.Globalization;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>What a description may claim before anything is allocated for it.</summary>
internal static class FrameLimits
{
    /// <summary>Greatest native frame in bytes: 1 GiB, above the largest mammography and pathology frames seen.</summary>
    public const long MaxFrameBytes = 1L << 30;

    /// <exception cref="UndecodableFrameException">The claim makes no sense or is too large.</exception>
    public static void Check(PixelDescription description)
    {
        var d = description;
        if (d.Rows is <= 0 or > ushort.MaxValue || d.Columns is <= 0 or > ushort.MaxValue)
            throw Broken($"the header says {d.Columns} x {d.Rows} pixels");
        if (d.SamplesPerPixel is not (1 or 3 or 4))
            throw Broken($"the header says {d.SamplesPerPixel} samples per pixel");
        if (d.BitsAllocated is < 1 or > 64)
            throw Broken($"the header says {d.BitsAllocated} bits per sample");
        if (SampleCount(d) * ContainerBytes(d.BitsAllocated) > MaxFrameBytes)
            throw new UndecodableFrameException(Text($"One frame of {d.Columns} x {d.Rows} pixels is larger than the gateway decodes. Download the original instead."));
    }

    /// <summary>Bytes that hold one sample of so many allocated bits.</summary>
    public static int ContainerBytes(int bitsAllocated) => bitsAllocated switch { <= 8 => 1, <= 16 => 2, <= 32 => 4, _ => 8 };

    public static long SampleCount(PixelDescription description) =>
        (long)description.Rows * description.Columns * description.SamplesPerPixel;

    /// <summary>No codec shrinks a large image further than this, not even a blank one; stops tiny files that claim huge frames.</summary>
    /// <exception cref="UndecodableFrameException">The claim cannot be true.</exception>
    public static void CheckExpansion(PixelDescription description, int codedBytes)
    {
        if (SampleCount(description) is > 4_000_000 and var samples && samples / 100_000 > codedBytes)
            throw Broken($"{codedBytes} bytes cannot hold {description.Columns} x {description.Rows} pixels");
    }

    /// <exception cref="UndecodableFrameException">The codestream is of another size than the header says.</exception>
    public static void CheckSize(PixelDescription description, long columns, long rows, int components)
    {
        if (columns != description.Columns || rows != description.Rows)
            throw Broken($"the frame is {columns} x {rows} pixels but the header says {description.Columns} x {description.Rows}");
        if (components != description.SamplesPerPixel)
            throw Broken($"the frame has {components} components but the header says {description.SamplesPerPixel}");
    }

    /// <summary>The description of a frame halved that often.</summary>
    public static PixelDescription Halve(PixelDescription description, int times) => times == 0 ? description : description with
    {
        Rows = ((description.Rows - 1) >> times) + 1,
        Columns = ((description.Columns - 1) >> times) + 1,
    };

    /// <summary>The one sentence for bytes that cannot be decoded.</summary>
    public static UndecodableFrameException Broken(FormattableString what, Exception? inner = null) =>
        new($"The image cannot be shown: {Text(what)}. Ask for the image to be sent again, or download the original.", inner);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
