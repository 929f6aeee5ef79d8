using System.Buffers;
using System.Globalization;
using System.Text;

namespace ImagingGateway.Storage.Objects.Packs;

/// <summary>
/// The blocks before a file in a tar archive, as POSIX (IEEE 1003.1, pax interchange format) has them. The base library's writer would
/// have to copy the content through itself; ours is sent straight from the spool files, so only the headers are made here. Reading is the
/// base library's (<see cref="PackReader"/>).
/// </summary>
internal static class TarHeader
{
    public const int Block = 512;

    /// <summary>Before a file stand at least the extended header, its records, and the header of the file.</summary>
    public const int Shortest = 3 * Block;

    /// <summary>At the end of an archive.</summary>
    public const int End = 2 * Block;

    /// <summary>An extended header with the exact time and a comment, then the header of the file.</summary>
    /// <param name="name">At most 100 bytes of ASCII.</param>
    /// <param name="length">Of the file.</param>
    /// <param name="time">Modification time.</param>
    /// <param name="comment">ASCII; readers pass over it.</param>
    public static byte[] Of(string name, long length, DateTimeOffset time, string comment)
    {
        var extended = Encoding.ASCII.GetBytes(Record("mtime", Seconds(time)) + Record("comment", comment));
        var blocks = new byte[Block + Padded(extended.Length) + Block];
        Write(blocks, "PaxHeaders/" + name, extended.Length, time, (byte)'x');
        extended.CopyTo(blocks, Block);
        Write(blocks.AsSpan(blocks.Length - Block), name, length, time, (byte)'0');
        return blocks;
    }

    /// <summary>A length filled up to whole blocks.</summary>
    public static int Padded(int length) => (length + Block - 1) / Block * Block;

    /// <inheritdoc cref="Padded(int)"/>
    public static int PaddingOf(long length) => (int)((Block - (length % Block)) % Block);

    private static void Write(Span<byte> block, string name, long length, DateTimeOffset time, byte type)
    {
        if (name.Length > 100)
            throw new ArgumentException("Too long for a tar header.", nameof(name));
        Encoding.ASCII.GetBytes(name, block);
        Octal(block.Slice(100, 8), 0b110_100_100); // rw-r--r--
        Octal(block.Slice(108, 8), 0);
        Octal(block.Slice(116, 8), 0);
        Octal(block.Slice(124, 12), length);
        Octal(block.Slice(136, 12), Math.Max(0, time.ToUnixTimeSeconds()));
        block.Slice(148, 8).Fill((byte)' '); // the checksum counts itself as blanks
        block[156] = type;
        "ustar\u000000"u8.CopyTo(block[257..]);
        var sum = 0;
        foreach (var value in block[..Block])
            sum += value;
        Octal(block.Slice(148, 7), sum);
    }

    private static void Octal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
        field[^1] = 0;
        if (value != 0)
            throw new ArgumentOutOfRangeException(nameof(value), "Too large for a tar header.");
    }

    /// <summary><c>length key=value\n</c>, where the length counts its own digits.</summary>
    private static string Record(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = rest.Length + 1;
        while (length != rest.Length + Digits(length))
            length = rest.Length + Digits(length);
        return string.Create(CultureInfo.InvariantCulture, $"{length}{rest}");
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static string Seconds(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.{time.UtcTicks % TimeSpan.TicksPerSecond:d7}");
}
