using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ImagingGateway.Storage.Audit;

/// <summary>
/// How a line is bound to all lines before it: SHA-256 over the hash before, the line's number, its time, and every field with its length
/// before it (absent fields have length −1), numbers big endian. The chain begins at SHA-256 of its name.
/// </summary>
/// <param name="Number">Lines so far.</param>
/// <param name="Hash">Of the last of them, 32 bytes.</param>
public sealed record AuditChain(long Number, byte[] Hash)
{
    public static AuditChain Beginning { get; } = new(0, SHA256.HashData("imaging-gateway/audit-chain/1"u8));

    /// <summary>The chain with one line more. The line's own number and hash are not looked at.</summary>
    public AuditChain With(AuditRow row)
    {
        var content = new ArrayBufferWriter<byte>(512);
        content.Write(Hash);
        WriteNumber(content, Number + 1);
        WriteNumber(content, row.AtMilliseconds);
        foreach (var text in (string?[])[row.Action, row.Actor, row.RemoteAddress, row.StudyInstanceUid, row.StudyLinkId, row.Outcome, row.Detail])
            WriteText(content, text);
        foreach (var number in (long?[])[row.Bytes, row.Instances])
            WriteNumber(content, number ?? -1);
        return new AuditChain(Number + 1, SHA256.HashData(content.WrittenSpan));
    }

    private static void WriteNumber(ArrayBufferWriter<byte> content, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(content.GetSpan(sizeof(long)), number);
        content.Advance(sizeof(long));
    }

    private static void WriteText(ArrayBufferWriter<byte> content, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        WriteNumber(content, text is null ? -1 : bytes.Length);
        content.Write(bytes);
    }
}
