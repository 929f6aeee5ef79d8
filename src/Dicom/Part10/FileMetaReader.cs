using System.Buffers.Binary;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>Reads how a file begins, also when it does not begin as PS3.10 7.1 says.</summary>
internal static class FileMetaReader
{
    private const int PrefixOffset = 128, PrefixEnd = 132, MaxMetaLength = 4 << 20;

    public static bool TryRead(ReadOnlySpan<byte> start, bool isWholeFile, out FileMetaInformation? meta)
    {
        meta = null;
        if (start.Length < PrefixEnd && !isWholeFile)
            return false;
        var offset = 0;
        if (start.Length >= PrefixEnd && start[PrefixOffset..PrefixEnd].SequenceEqual("DICM"u8))
            offset = PrefixEnd;
        else if (start.StartsWith("DICM"u8))
            offset = 4;
        else if (start is not [2, 0, ..])
            return ReadBare(start, out meta);
        return TryReadGroup(start, offset, isWholeFile, out meta);
    }

    // A data set without any meta information: accepted when its first element is one that data sets begin with.
    private static bool ReadBare(ReadOnlySpan<byte> start, out FileMetaInformation? meta)
    {
        if (start.Length < SyntaxSniffer.BytesNeeded || !SyntaxSniffer.LooksLikeDataSet(start))
            throw new MalformedDataSetException("This is no DICOM file: there is neither the prefix DICM nor a data set.", 0);
        meta = new FileMetaInformation(default, default, SyntaxSniffer.Guess(start).Uid, 0);
        return true;
    }

    private static bool TryReadGroup(ReadOnlySpan<byte> start, int offset, bool isWholeFile, out FileMetaInformation? meta)
    {
        meta = null;
        Uid sopClass = default, sopInstance = default, syntax = default;
        var position = offset;
        long? groupEnd = null;
        while (true)
        {
            // A right group length ends the group even when elements of group 0002 follow by mistake.
            if (position == groupEnd && !syntax.IsEmpty)
                break;
            var rest = start[position..];
            if (rest.Length < SyntaxSniffer.BytesNeeded)
            {
                if (!isWholeFile)
                    return false;
                break;
            }

            if (ElementHeaderReader.ReadTag(rest, false).Group != 0x0002)
                break;
            if (!ElementHeaderReader.TryRead(rest, new ElementCoding(true, false), out var header))
                return Incomplete(isWholeFile, position);
            if (header.IsUndefinedLength || header.Length > MaxMetaLength || position > MaxMetaLength)
                throw new MalformedDataSetException($"The file meta information cannot be read (byte {position}, element {header.Tag}).", position, header.Tag);
            if (rest.Length < header.Size + header.Length)
                return Incomplete(isWholeFile, position);
            var value = rest.Slice(header.Size, (int)header.Length);
            position += header.Size + value.Length;
            if (header.Tag == Tags.FileMetaInformationGroupLength && value.Length == 4)
                groupEnd = position + (long)BinaryPrimitives.ReadUInt32LittleEndian(value);
            else if (header.Tag == Tags.MediaStorageSOPClassUID)
                sopClass = ReadUid(value);
            else if (header.Tag == Tags.MediaStorageSOPInstanceUID)
                sopInstance = ReadUid(value);
            else if (header.Tag == Tags.TransferSyntaxUID)
                syntax = ReadUid(value);
        }

        if (position == offset && start.Length - position < SyntaxSniffer.BytesNeeded)
            throw new MalformedDataSetException("The file ends after its prefix: there is no data set.", position);
        if (syntax.IsEmpty)
        {
            if (start.Length - position < SyntaxSniffer.BytesNeeded)
                throw new MalformedDataSetException("The file meta information names no transfer syntax and no data set follows.", position);
            syntax = SyntaxSniffer.Guess(start[position..]).Uid;
        }

        meta = new FileMetaInformation(sopClass, sopInstance, syntax, position);
        return true;
    }

    private static bool Incomplete(bool isWholeFile, int position) => isWholeFile
        ? throw new MalformedDataSetException($"The file ends inside its meta information (byte {position}).", position)
        : false;

    private static Uid ReadUid(ReadOnlySpan<byte> value) => new(System.Text.Encoding.Latin1.GetString(value));
}
