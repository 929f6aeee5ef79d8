using System.IO.Compression;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Overlays;
using ImagingGateway.Imaging.Rendering.Presentation;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>A corpus file with its frames found.</summary>
internal sealed class CorpusImage
{
    private readonly byte[] _dataSet;
    private readonly FrameIndex _index;

    private CorpusImage(byte[] dataSet, TransferSyntax syntax, DataSet header, FrameIndex index, PixelDescription description) =>
        (_dataSet, Syntax, Header, _index, Description) = (dataSet, syntax, header, index, description);

    public TransferSyntax Syntax { get; }

    public DataSet Header { get; }

    public PixelDescription Description { get; }

    public int FrameCount => _index.Frames.Count;

    /// <summary>Reads the file; null when it holds no pixel data.</summary>
    public static CorpusImage? Open(string path)
    {
        var file = File.ReadAllBytes(Corpus.PathOf(path));
        if (!FileMetaInformation.TryRead(file, true, out var meta))
            return null;
        var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
        var bytes = file[(int)meta.DataSetOffset..];
        using var scanner = new InstanceScanner(syntax, 1 << 20);
        scanner.Push(bytes);
        var scan = scanner.Complete();
        if (FrameIndex.Of(scan) is not { } index || PixelDescription.Of(scan.Header) is not { } description)
            return null;
        return new CorpusImage(syntax.IsDeflated ? Inflate(bytes) : bytes, syntax, scan.Header, index, description);
    }

    /// <summary>The stored bytes of a frame, from 0.</summary>
    public ReadOnlyMemory<byte> Frame(int index) => _index.Frames[index] is [var only]
        ? _dataSet.AsMemory((int)only.Offset, (int)only.Length)
        : _index.Frames[index].SelectMany(run => _dataSet[(int)run.Offset..(int)run.End]).ToArray();

    public DecodedFrame Decode(int index) =>
        FrameDecoder.Decode(Description, Frame(index), Syntax, new FrameSource(index + 1, Header[Tags.PixelData]?.VR ?? default));

    public Raster Rasterize(int index, Viewport? viewport = null, OverlayDisplay overlays = OverlayDisplay.None) =>
        FrameRenderer.Rasterize(Header, Frame(index), index + 1, Syntax, new RenderOptions(RenderedMediaType.Png, viewport, Overlays: overlays));

    /// <summary>The frame as a presentation state shows it.</summary>
    public Raster Show(int index, PresentationState state) =>
        FrameRenderer.Show(Header, Frame(index), index + 1, Syntax, new RenderOptions(RenderedMediaType.Png) { State = state });

    private static byte[] Inflate(byte[] bytes)
    {
        // a zlib header before the deflated bytes is one of the defects collected
        using Stream inflater = bytes[0] == 0x78
            ? new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress)
            : new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        try
        {
            inflater.CopyTo(inflated);
        }
        catch (InvalidDataException)
        {
            return bytes; // declared deflated, stored plain
        }

        return inflated.ToArray();
    }
}
