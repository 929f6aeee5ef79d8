using System.Text;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>The places of an instance's bulk values as kept in a row: path, offset, length, two flags each.</summary>
internal static class BulkMapCodec
{
    public static byte[]? Pack(IReadOnlyDictionary<string, BulkReference> map)
    {
        if (map.Count == 0)
            return null;
        using var bytes = new MemoryStream(32 * map.Count);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt(map.Count);
        foreach (var (path, place) in map)
        {
            writer.Write(path);
            writer.Write7BitEncodedInt64(place.Offset);
            writer.Write7BitEncodedInt64(place.Length);
            writer.Write((byte)((place.IsEncapsulated ? 1 : 0) | (place.IsBigEndian ? 2 : 0)));
        }

        return bytes.ToArray();
    }

    /// <summary>The place of one value; null when the instance has no such value.</summary>
    public static BulkReference? Find(byte[] packed, string path)
    {
        using var reader = new BinaryReader(new MemoryStream(packed, writable: false), Encoding.UTF8);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var found = reader.ReadString();
            var (offset, length, flags) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.ReadByte());
            if (found == path)
                return new BulkReference(offset, length, (flags & 1) != 0, (flags & 2) != 0);
        }

        return null;
    }
}
