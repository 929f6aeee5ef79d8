using System.Buffers;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.TestKit;

/// <summary>dicom3tools' dciodvfy, which knows the IODs.</summary>
public static partial class Dciodvfy
{
    /// <summary>The errors of a file, each once; without places in the file and UIDs, which are others in a copy, and of a wrong UID not in which elements it stands.</summary>
    public static async Task<HashSet<string>> ErrorsAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool.Require("dciodvfy"), [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (standard, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return [.. (await standard + await errors).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Select(line => Place().Replace(line.Trim(), string.Empty))];
    }

    /// <summary>The same for an instance that is in no file yet.</summary>
    public static async Task<HashSet<string>> ErrorsAsync(DataSet dataSet, TransferSyntax syntax)
    {
        var file = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(file, dataSet.GetUid(Tags.SOPClassUID), dataSet.GetUid(Tags.SOPInstanceUID), syntax.Uid, null);
        DataSetWriter.Write(file, dataSet, syntax);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file.WrittenMemory);
            return await ErrorsAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"0x[0-9a-f]+( dec [0-9]+)?|[0-9]+ dec|\(0x[0-9a-f]+\)|<[0-9]+(\.[0-9]+){2,}>|(?<=Illegal root for UID - ""[0-9.]*"").*")]
    private static partial Regex Place();
}
