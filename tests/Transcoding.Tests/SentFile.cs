using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>A Part 10 file taken apart.</summary>
internal sealed record SentFile(FileMetaInformation Meta, TransferSyntax Syntax, InstanceScan Scan, byte[] DataSet)
{
    public DataSet Header => Scan.Header;

    public static SentFile Read(byte[] file)
    {
        Assert.True(FileMetaInformation.TryRead(file, true, out var meta));
        var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
        var bytes = file[(int)meta.DataSetOffset..];
        if (syntax.IsDeflated)
        {
            using var inflater = new System.IO.Compression.DeflateStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
            using var inflated = new MemoryStream();
            inflater.CopyTo(inflated);
            Assert.Equal(0, bytes.Length % 2);
            bytes = inflated.ToArray();
        }

        using var scanner = new InstanceScanner(syntax.IsDeflated ? TransferSyntax.ExplicitVRLittleEndian : syntax, 1 << 20);
        scanner.Push(bytes);
        return new SentFile(meta, syntax, scanner.Complete(), bytes);
    }

    /// <summary>Every frame decoded.</summary>
    public IReadOnlyList<DecodedFrame> Frames()
    {
        var index = FrameIndex.Of(Scan)!;
        var description = PixelDescription.Of(Header)!;
        var frames = new List<DecodedFrame>();
        for (var i = 0; i < index.Frames.Count; i++)
        {
            var bytes = index.Frames[i].SelectMany(run => DataSet[(int)run.Offset..(int)run.End]).ToArray();
            frames.Add(FrameDecoder.Decode(description, bytes, Syntax, new FrameSource(i + 1, Header[Tags.PixelData]?.VR ?? default)));
        }

        return frames;
    }
}
