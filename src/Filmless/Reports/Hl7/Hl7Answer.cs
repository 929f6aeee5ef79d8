using System.Globalization;
using System.Text;

namespace ImagingGateway.Filmless.Reports.Hl7;

/// <summary>An acknowledgement (HL7 v2.5.1 2.9.2): AA kept, AE not kept for a reason that may pass or be put right, AR never.</summary>
internal static class Hl7Answer
{
    public static byte[] To(Hl7Message? message, string code, string? text, DateTimeOffset now)
    {
        string[] header = message?.Segments[0] ?? [];
        string Field(int number) => message is null ? "" : Escape(message.Get(header, number));
        var time = now.ToOffset(TimeSpan.FromHours(7)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var trigger = Field(9) == "ORU" ? "ACK^R01" : "ACK";
        var version = Field(12) is { Length: > 0 } stated ? stated : "2.5.1";
        return Encoding.UTF8.GetBytes(
            $"MSH|^~\\&|IMAGING_GATEWAY||{Field(3)}|{Field(4)}|{time}||{trigger}|{Guid.NewGuid():N}|P|{version}||||||UNICODE UTF-8\r" +
            $"MSA|{code}|{Field(10)}{(text is null ? "" : $"|{Escape(text)}")}\r" +
            (text is null ? "" : $"ERR||||{(code == "AA" ? "I" : "E")}||||{Escape(text)}\r"));
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\E\\", StringComparison.Ordinal).Replace("|", "\\F\\", StringComparison.Ordinal).Replace("^", "\\S\\", StringComparison.Ordinal)
        .Replace("&", "\\T\\", StringComparison.Ordinal).Replace("~", "\\R\\", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ');
}
