using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>The SOP Instance UID inside a file, so that files of one instance can be told; null for what is no composite instance:
/// no data set, or none of the four UIDs that every composite instance has (PS3.3 A.1.2).</summary>
internal static class InstanceKey
{
    public static string? Of(string file)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            if (!FileMetaInformation.TryRead(bytes, isWholeFile: true, out var meta) || meta is null)
                return null;
            var scanner = new InstanceScanner(TransferSyntax.Of(meta.TransferSyntaxUid));
            scanner.Push(bytes.AsSpan((int)meta.DataSetOffset));
            var header = scanner.Complete().Header;
            var isComposite = new[] { Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.StudyInstanceUID, Tags.SeriesInstanceUID }.All(tag => header.GetUid(tag).IsAcceptable);
            return isComposite ? header.GetUid(Tags.SOPInstanceUID).Value : null;
        }
        catch (MalformedDataSetException)
        {
            return null;
        }
    }
}
