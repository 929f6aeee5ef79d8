using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Marks an image that lost something on its way out: lossy compression with ratio and method, derived, a UID of its own that is the
/// same each time, and where it came from (PS3.3 C.7.6.1.1.2, C.7.6.1.1.5). And one that had lost something before, whatever its header says.
/// </summary>
internal static class LossyMarking
{
    /// <summary>What was lossy once stays marked (PS3.3 C.7.6.1.1.5), also where the encoder forgot it; ratio and method are added where neither is named.</summary>
    /// <param name="header">Of the copy.</param>
    /// <param name="frame">The first frame as it came.</param>
    /// <param name="decoded">The same decoded.</param>
    public static void Keep(DataSet header, ReadOnlyMemory<byte> frame, PixelDescription decoded)
    {
        if (LossyCoding.MethodOf(frame.Span) is not { } method)
            return;
        header.SetString(Tags.LossyImageCompression, "01");
        if (header.GetStrings(Tags.LossyImageCompressionRatio).Count == 0 && header.GetStrings(Tags.LossyImageCompressionMethod).Count == 0)
            AddStep(header, (double)decoded.FrameLength / frame.Length, method);
    }

    public static void Apply(DataSet header, FoundInstance found, EncodedFrame first)
    {
        var source = new DataSet();
        source.SetString(Tags.ReferencedSOPClassUID, found.Stored.SopClassUid.Value);
        source.SetString(Tags.ReferencedSOPInstanceUID, found.Stored.SopInstanceUid.Value);
        header.Set(new DataElement(Tags.SourceImageSequence, new Sequence([source])));
        Refer(header, found.Stored.SeriesInstanceUid, source);
        header.SetString(Tags.SOPInstanceUID, DerivedUid(found.Stored.ObjectKey).Value);
        header.SetString(Tags.ImageType, ["DERIVED", .. header.GetStrings(Tags.ImageType).Skip(1).DefaultIfEmpty("PRIMARY")]);
        header.SetString(Tags.LossyImageCompression, "01");

        // of the first frame, which stands for all: the attribute is meant approximately
        AddStep(header, (double)first.Description.FrameLength / first.Bytes.Length, "ISO_10918_1");
    }

    private static void AddStep(DataSet header, double ratio, string method)
    {
        Append(header, Tags.LossyImageCompressionRatio, ratio.ToString("0.##", CultureInfo.InvariantCulture));
        Append(header, Tags.LossyImageCompressionMethod, method);
    }

    /// <summary>The instances an object refers to, series by series: the Common Instance Reference module (PS3.3 C.12.2).</summary>
    private static void Refer(DataSet header, Uid series, DataSet instance)
    {
        var listed = header.GetItems(Tags.ReferencedSeriesSequence);
        var known = listed.FirstOrDefault(item => item.GetUid(Tags.SeriesInstanceUID) == series);
        var item = new DataSet();
        item.SetString(Tags.SeriesInstanceUID, series.Value);
        item.Set(new DataElement(Tags.ReferencedInstanceSequence, new Sequence([.. known?.GetItems(Tags.ReferencedInstanceSequence) ?? [], instance])));
        header.Set(new DataElement(Tags.ReferencedSeriesSequence, new Sequence([.. listed.Where(other => other != known), item])));
    }

    private static void Append(DataSet header, Tag tag, string value) =>
        header.SetString(tag, [.. header.GetStrings(tag), value]);

    private static Uid DerivedUid(string objectKey)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("lossy\n" + objectKey));
        return new Uid("2.25." + new BigInteger(digest.AsSpan(0, 16), isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture));
    }
}
