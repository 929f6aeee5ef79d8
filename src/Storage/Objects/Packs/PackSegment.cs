namespace ImagingGateway.Storage.Objects.Packs;

/// <summary>A run of a pack: bytes in memory, or a spool file.</summary>
/// <param name="Start">In the pack.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Bytes">When it is no file.</param>
/// <param name="File">When it is one.</param>
internal sealed record PackSegment(long Start, long Length, ReadOnlyMemory<byte> Bytes, StagedFile? File)
{
    public static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
