using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>The beginning of a file: all that stands before a certain element, by default the pixel data. However large the file, no more of it is read.</summary>
/// <param name="Meta">Preamble and file meta information.</param>
/// <param name="DataSet">The elements before; values of more than 64 KiB as references.</param>
/// <param name="IsWhole">The data set ended before the element was met.</param>
/// <param name="Deviations">Breaches read leniently, at most the first hundred.</param>
public sealed record FileHeader(FileMetaInformation Meta, DataSet DataSet, bool IsWhole, IReadOnlyList<Deviation> Deviations)
{
    private const int PieceLength = 8 * 1024, LongestInline = 64 * 1024, LongestMeta = 4 << 20;

    /// <summary>Reads the file up to an element.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="before">Where to stop; null stops at the pixel data.</param>
    /// <exception cref="MalformedDataSetException">This is no DICOM file, or it ends before its SOP Instance UID was read.</exception>
    /// <exception cref="IOException">It cannot be read; likewise <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileHeader Read(string path, Tag? before = null)
    {
        using var file = File.OpenHandle(path);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            var meta = ReadMeta(file, ref buffer, out var read);
            using var scanner = new InstanceScanner(TransferSyntax.Of(meta.TransferSyntaxUid), LongestInline) { StopBefore = before ?? Tags.FloatPixelData };
            long position = read;
            for (scanner.Push(buffer.AsSpan((int)meta.DataSetOffset..read)); !scanner.IsStopped; scanner.Push(buffer.AsSpan(0, read)))
            {
                read = RandomAccess.Read(file, buffer, position);
                if (read == 0)
                    break;
                position += read;
            }

            var scan = scanner.Complete();
            return new FileHeader(meta, scan.Header, !scanner.IsStopped, scan.Deviations);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileMetaInformation ReadMeta(Microsoft.Win32.SafeHandles.SafeFileHandle file, ref byte[] buffer, out int read)
    {
        read = 0;
        while (true)
        {
            var more = RandomAccess.Read(file, buffer.AsSpan(read), read);
            read += more;
            if (FileMetaInformation.TryRead(buffer.AsSpan(0, read), more == 0, out var meta))
                return meta!;
            if (read < buffer.Length)
                continue;
            if (buffer.Length > LongestMeta)
                throw new MalformedDataSetException("The file meta information is too long.", read);
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.CopyTo(larger.AsSpan());
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }
}
