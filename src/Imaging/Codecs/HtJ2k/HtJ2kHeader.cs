using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>
/// The main header of a plain HTJ2K codestream: one tile from the origin, one quality layer, one precinct for each resolution,
/// components of one kind. What every lossless encoder for medical images writes; anything else is left to OpenJPEG.
/// </summary>
/// <param name="Levels">Decompositions, 0 to 32.</param>
/// <param name="BlockWidthExponent">Code blocks are two to this power wide.</param>
/// <param name="Length">Bytes before the first tile-part.</param>
internal sealed record HtJ2kHeader(
    int Columns, int Rows, int Components, int Precision, bool IsSigned, int Levels, int BlockWidthExponent, int BlockHeightExponent, int Length)
{
    public const ushort Soc = 0xFF4F, Siz = 0xFF51, Cap = 0xFF50, Cod = 0xFF52, Qcd = 0xFF5C, Tlm = 0xFF55, Com = 0xFF64, Crg = 0xFF63, Sot = 0xFF90, Sod = 0xFF93, Eoc = 0xFFD9;

    /// <summary>Side above which a resolution has several precincts of the default size (ISO/IEC 15444-1 table A.21).</summary>
    private const int MostPixels = 1 << 15;

    private const int HtBlocks = 0x40, MostLevels = 32;

    /// <summary>Reads and checks every segment that a decoder would believe; null unless the codestream is plain.</summary>
    public static HtJ2kHeader? Read(ReadOnlySpan<byte> codestream)
    {
        if (codestream.Length < 4 || BinaryPrimitives.ReadUInt16BigEndian(codestream) != Soc)
            return null;
        ReadOnlySpan<byte> siz = [], cod = [], qcd = [];
        var isHt = false;
        var at = 2;
        while (at + 4 <= codestream.Length)
        {
            var marker = BinaryPrimitives.ReadUInt16BigEndian(codestream[at..]);
            if (marker == Sot)
                return isHt ? Of(siz, cod, qcd, at) : null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(codestream[(at + 2)..]);
            if (length < 2 || at + 2 + length > codestream.Length)
                return null;
            var segment = codestream.Slice(at + 4, length - 2);
            switch (marker)
            {
                case Siz when at == 2: siz = segment; break;
                case Cod when cod.IsEmpty: cod = segment; break;
                case Qcd when qcd.IsEmpty: qcd = segment; break;
                case Cap when !isHt: isHt = segment.Length == 6 && BinaryPrimitives.ReadUInt32BigEndian(segment) == 0x00020000; break; // Pcap15 alone
                case Tlm or Com or Crg: break;
                default: return null;
            }

            at += 2 + length;
        }

        return null;
    }

    private static HtJ2kHeader? Of(ReadOnlySpan<byte> siz, ReadOnlySpan<byte> cod, ReadOnlySpan<byte> qcd, int length)
    {
        // A.5.1: capabilities, then sizes and offsets of image and tiles, then three bytes for each component
        if (siz.Length is not (39 or 45))
            return null;
        var sizes = new uint[8];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(siz[(2 + (4 * i))..]);
        var components = BinaryPrimitives.ReadUInt16BigEndian(siz[34..]);
        var isPlain = sizes is [> 0 and <= MostPixels, > 0 and <= MostPixels, 0, 0, _, _, 0, 0] && sizes[4] >= sizes[0] && sizes[5] >= sizes[1]
            && siz.Length == 36 + (3 * components);
        for (var c = 0; isPlain && c < components; c++)
            isPlain = siz[36 + (3 * c)] == siz[36] && siz[37 + (3 * c)] == 1 && siz[38 + (3 * c)] == 1;

        // A.6.1: no precinct sizes and no markers between packets; progression by layer or resolution; one layer; levels, blocks, kind of blocks, wavelet
        if (!isPlain || cod is not [0, <= 2, 0, 1, <= 1, <= MostLevels, <= 8, <= 8, HtBlocks, <= 1] || cod[6] + cod[7] > 8 || (cod[4] == 1 && components != 3))
            return null;

        // A.6.4: one byte for each sub-band when reversible, two else
        var bands = 1 + (3 * cod[5]);
        return qcd.Length == 1 + (cod[9] == 1 ? bands : 2 * bands) && (qcd[0] & 31) == (cod[9] == 1 ? 0 : 2)
            ? new HtJ2kHeader((int)sizes[0], (int)sizes[1], components, (siz[36] & 0x7F) + 1, (siz[36] & 0x80) != 0, cod[5], cod[6] + 2, cod[7] + 2, length)
            : null;
    }
}
