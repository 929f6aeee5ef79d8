using System.Net;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.TestKit;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>All of the corpus through the service.</summary>
public class CorpusTests(CorpusArchive archive) : IClassFixture<CorpusArchive>
{
    private const string AsStored = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    private const string Decoded = "multipart/related; type=\"application/octet-stream\"";
    private const string LittleEndian = "1.2.840.10008.1.2.1";

    [CorpusFact]
    public async Task Every_instance_comes_back_byte_for_byte()
    {
        var faults = new List<string>();
        foreach (var kept in archive.Instances)
        {
            var file = await File.ReadAllBytesAsync(Corpus.PathOf(kept.CorpusPath));
            using var multipart = await kept.Server.GetAsync(kept.Path, AsStored);
            if (multipart.StatusCode != HttpStatusCode.OK || !(await MultipartAnswer.ReadAsync(multipart)).Single().Content.AsSpan().SequenceEqual(file))
                faults.Add($"{kept.CorpusPath}: {(int)multipart.StatusCode}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(archive.Instances.Count > 800, $"only {archive.Instances.Count} were kept");
    }

    [CorpusFact]
    public void Only_what_is_no_instance_is_refused()
    {
        var unexpected = archive.Refused.Where(one => one.Status != 409 || one.IsComposite).ToList();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }

    [CorpusFact]
    public async Task Every_representation_of_everything_is_answered_in_words_or_whole()
    {
        var faults = new List<string>();
        foreach (var kept in archive.Instances)
        {
            foreach (var (resource, accept) in new[]
            {
                ("/metadata", "application/dicom+json"), ("/frames/1", Decoded), ("/frames/1", "multipart/related; type=application/octet-stream; transfer-syntax=*"),
                ("/thumbnail", "image/jpeg"), ("", "multipart/related; type=\"application/dicom\""),
            })
            {
                // their second frame is broken: the answer is cut after the first, which the client sees as a broken connection
                if (resource.Length == 0 && kept.CorpusPath is "quirks/made/encap-corrupt-frame.dcm" or "quirks/made/encap-truncated-frame.dcm")
                    continue;
                if (await FaultOfAsync(kept, resource, accept) is { } fault)
                    faults.Add($"{kept.CorpusPath}{resource} {accept}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>Frames as little endian samples, against the hashes other decoders gave.</summary>
    [CorpusFact]
    public async Task Decoded_frames_are_what_other_decoders_see()
    {
        // the first frame where frames are listed, else the only one
        var expected = File.ReadLines(Corpus.PathOf("expected/pixels.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Where(row => row[1] is "0" or "all" && row[6] == "Y" && row[9].Length == 64)
            .GroupBy(row => row[0])
            .ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row[1] == "0" ? 0 : 1).Select(row => (Native: row[9], AsIs: row[10], Samples: row[4])).First());
        var packed = File.ReadLines(Corpus.PathOf("manifest.tsv")).Select(line => line.Split('\t')).Where(row => row[10].StartsWith("1/", StringComparison.Ordinal))
            .Select(row => row[0]).ToHashSet();
        var checkedCount = 0;
        var faults = new List<string>();
        foreach (var kept in archive.Instances)
        {
            // 12 bits packed in 12 stay packed too
            if (kept.CorpusPath == "photometric/made/mono12-allocated-12.dcm")
                continue;

            // 4:2:2 stays 4:2:2 and bits stay packed; the expected hashes are of one whole sample per byte
            if (packed.Contains(kept.CorpusPath) || kept.CorpusPath.Contains("422", StringComparison.Ordinal)
                || !expected.TryGetValue(kept.CorpusPath, out var hash) || kept.CorpusPath.StartsWith("quirks/", StringComparison.Ordinal))
                continue;
            using var response = await kept.Server.GetAsync(kept.Path + "/frames/1", Decoded);
            if (response.StatusCode == HttpStatusCode.NotAcceptable)
                continue;
            var frame = (await MultipartAnswer.ReadAsync(response)).Single().Content;
            if (hash.Samples == "3" && await IsByPlaneAsync(kept))
                frame = Interleave(frame);
            var seen = Convert.ToHexStringLower(SHA256.HashData(frame));
            checkedCount++;
            if (seen != hash.Native && seen != hash.AsIs)
                faults.Add($"{kept.CorpusPath} {frame.Length}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(checkedCount > 100, $"only {checkedCount} were compared");
    }

    private static async Task<bool> IsByPlaneAsync(CorpusArchive.Kept kept)
    {
        using var metadata = await kept.Server.GetJsonAsync(kept.Path + "/metadata");
        return metadata.RootElement[0].TryGetProperty("00280006", out var planar) && planar.TryGetProperty("Value", out var value) && value[0].GetInt32() == 1;
    }

    private static byte[] Interleave(byte[] planes)
    {
        var pixels = new byte[planes.Length];
        var count = planes.Length / 3;
        for (var i = 0; i < count; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (planes[i], planes[i + count], planes[i + (2 * count)]);
        return pixels;
    }

    private static async Task<string?> FaultOfAsync(CorpusArchive.Kept kept, string resource, string accept)
    {
        try
        {
            using var response = await kept.Server.GetAsync(kept.Path + resource, accept);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode == HttpStatusCode.OK)
                return resource.Length == 0 ? FaultOf(kept, (await MultipartAnswer.ReadAsync(response)).Single()) : bytes.Length == 0 ? "empty" : null;
            return (int)response.StatusCode is 404 or 406 && bytes.Length > 0 && resource is not ("/metadata" or "") ? null : $"{(int)response.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>A converted file must be a whole data set in Explicit VR Little Endian with pixel data of the length its header says.</summary>
    private static string? FaultOf(CorpusArchive.Kept kept, MultipartAnswer part)
    {
        if (part.Content.AsSpan().SequenceEqual(File.ReadAllBytes(Corpus.PathOf(kept.CorpusPath))))
            return null;
        if (!part.Headers.Contains("transfer-syntax=" + LittleEndian + "\r\n", StringComparison.Ordinal))
            return "neither as stored nor in Explicit VR Little Endian: " + part.Headers;
        FileMetaInformation.TryRead(part.Content, isWholeFile: true, out var meta);
        if (meta!.TransferSyntaxUid.Value != LittleEndian)
            return "meta information names " + meta.TransferSyntaxUid;
        try
        {
            var dataSet = DataSetReader.Read(part.Content.AsMemory((int)meta.DataSetOffset), TransferSyntax.ExplicitVRLittleEndian);
            return dataSet.GetUid(Tags.SOPInstanceUID) == meta.SopInstanceUid || meta.SopInstanceUid.IsEmpty ? null : "another instance";
        }
        catch (MalformedDataSetException exception)
        {
            return exception.Message;
        }
    }
}
