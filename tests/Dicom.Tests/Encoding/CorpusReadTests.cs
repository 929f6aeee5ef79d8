using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Dicom.Tests.Encoding;

/// <summary>Every file of the corpus, read in every way there is.</summary>
public class CorpusReadTests
{
    // The notes of the manifest say of these that they are no DICOM file, or end before a data set.
    public static readonly string[] Refused =
    [
        "quirks/made/empty-file.dcm", "quirks/made/gzipped.dcm.gz", "quirks/made/not-dicom-html.dcm", "quirks/made/not-dicom-jpeg.dcm",
        "quirks/made/not-dicom-text.dcm", "quirks/made/not-dicom-zeros.dcm", "quirks/made/preamble-only.dcm", "quirks/made/trunc-in-meta.dcm",
        "quirks/made/trunc-in-preamble.dcm", "quirks/real/no-meta-deflated-or-unknown.dcm",
    ];

    public static TheoryData<string> Folders => [.. CorpusFile.Folders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_file_is_read_or_is_known_to_be_none(string folder)
    {
        var problems = new List<string>();
        foreach (var file in CorpusFile.In(folder))
        {
            try
            {
                var bytes = file.Bytes;
                Assert.True(FileMetaInformation.TryRead(bytes, true, out var meta));
                var scan = Scan(bytes.AsSpan((int)meta!.DataSetOffset), meta, int.MaxValue);
                if (Refused.Contains(file.Path))
                    problems.Add(file.Path + ": was not refused");
                if (file.Rows is { } rows && scan.Header.GetInteger(Tags.Rows) != rows && !file.Path.StartsWith("quirks", StringComparison.Ordinal))
                    problems.Add($"{file.Path}: rows {scan.Header.GetInteger(Tags.Rows)}, not {rows}");
                if (file.SopClass.Length > 0 && scan.Header.GetUid(Tags.SOPClassUID).Value != file.SopClass && !file.Path.StartsWith("quirks", StringComparison.Ordinal))
                    problems.Add($"{file.Path}: class {scan.Header.GetUid(Tags.SOPClassUID)}, not {file.SopClass}");
            }
            catch (MalformedDataSetException problem)
            {
                if (!Refused.Contains(file.Path))
                    problems.Add($"{file.Path} ({file.Note}): {problem.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Pieces_of_any_length_give_the_same(string folder)
    {
        var random = new Random(20261123);
        foreach (var file in CorpusFile.In(folder).Where(f => !Refused.Contains(f.Path)))
        {
            var bytes = file.Bytes;
            FileMetaInformation.TryRead(bytes, true, out var meta);
            var dataSet = bytes.AsSpan((int)meta!.DataSetOffset);
            string whole;
            try
            {
                whole = Describe(Scan(dataSet, meta, int.MaxValue));
            }
            catch (MalformedDataSetException)
            {
                continue;
            }

            Assert.Equal(whole, Describe(Scan(dataSet, meta, -random.Next(2, 5000), random)));
            if (dataSet.Length < 50_000)
                Assert.Equal(whole, Describe(Scan(dataSet, meta, 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Reading_and_writing_in_the_same_syntax_gives_the_same_bytes(string folder)
    {
        var problems = new List<string>();
        foreach (var file in CorpusFile.In(folder).Where(f => !Refused.Contains(f.Path)))
        {
            var bytes = file.Bytes;
            FileMetaInformation.TryRead(bytes, true, out var meta);
            var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
            var dataSet = bytes.AsMemory((int)meta.DataSetOffset);
            var reading = DataSetReader.ReadLeniently(dataSet, syntax);
            if (reading.IsTruncated || reading.Deviations.Any(d => !d.Text.StartsWith("odd", StringComparison.Ordinal) && !d.Text.StartsWith("fragment of odd", StringComparison.Ordinal)))
                continue;
            if (syntax.IsDeflated)
                syntax = TransferSyntax.ExplicitVRLittleEndian;
            var written = DataSetWriter.ToArray(reading.DataSet, syntax, DataSetWriteOptions.AsReceived);
            if (TransferSyntax.Of(meta.TransferSyntaxUid).IsDeflated)
                dataSet = Inflate(dataSet);
            var same = written.AsSpan().CommonPrefixLength(dataSet.Span);
            if (same != written.Length || same != dataSet.Length)
                problems.Add($"{file.Path}: {dataSet.Length} bytes, written {written.Length}, the same up to {same}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> bytes)
    {
        using var output = new MemoryStream();
        using var inflater = new System.IO.Compression.DeflateStream(new MemoryStream(bytes.ToArray()), System.IO.Compression.CompressionMode.Decompress);
        inflater.CopyTo(output);
        return output.ToArray();
    }

    private static InstanceScan Scan(ReadOnlySpan<byte> dataSet, FileMetaInformation meta, int piece, Random? random = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long hashed = 0;
        using var scanner = new InstanceScanner(TransferSyntax.Of(meta.TransferSyntaxUid))
        {
            PixelDataSink = bytes =>
            {
                hash.AppendData(bytes);
                hashed += bytes.Length;
            },
        };
        var rest = dataSet;
        while (!rest.IsEmpty)
        {
            var count = Math.Min(rest.Length, piece > 0 ? piece : random!.Next(1, -piece));
            scanner.Push(rest[..count]);
            rest = rest[count..];
        }

        var scan = scanner.Complete();
        Assert.Equal(dataSet.Length, scan.Length);
        Assert.Equal(scan.PixelData?.Length ?? 0, hashed);
        if (scan.PixelData is { } pixels && !TransferSyntax.Of(meta.TransferSyntaxUid).IsDeflated)
            Assert.Equal(Convert.ToHexString(SHA256.HashData(dataSet.Slice((int)pixels.Offset, (int)pixels.Length))), Convert.ToHexString(hash.GetCurrentHash()));
        return scan;
    }

    private static string Describe(InstanceScan scan)
    {
        var text = new StringBuilder();
        Describe(text, scan.Header, 0);
        text.Append(scan.PixelData?.Offset).Append(' ').Append(scan.PixelData?.Length).Append(' ').Append(scan.PixelData?.IsEncapsulated).Append('\n');
        text.AppendJoin(' ', scan.PixelData?.Fragments ?? []).AppendJoin(' ', scan.PixelData?.BasicOffsetTable ?? []).Append('\n');
        text.Append(scan.Length).Append(' ').Append(scan.IsTruncated).AppendJoin('\n', scan.Deviations);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, DataSet dataSet, int depth)
    {
        foreach (var element in dataSet)
        {
            text.Append(' ', depth).Append(element.Tag).Append(element.VR).Append(' ').Append(Convert.ToHexString(element.Span)).Append(element.Bulk).Append('\n');
            foreach (var item in element.Items ?? [])
                Describe(text, item, depth + 1);
        }
    }
}
