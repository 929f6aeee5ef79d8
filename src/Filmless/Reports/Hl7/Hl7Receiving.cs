using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Reports.Hl7;

/// <summary>One message in, one acknowledgement out. A report is durable before it is acknowledged.</summary>
internal sealed partial class Hl7Receiving(IReports reports, TimeProvider clock, ILogger<Hl7Receiving> logger)
{
    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var message = Hl7Message.TryParse(bytes.Span);
        var (code, text) = message is null ? ("AR", "This is no HL7 v2 message: it must begin with MSH and five separators.") : await ReceiveAsync(message, cancellationToken);
        if (code != "AA")
            LogRefused(code, text ?? "");
        return Hl7Answer.To(message, code, text, clock.GetUtcNow());
    }

    private async Task<(string Code, string? Text)> ReceiveAsync(Hl7Message message, CancellationToken cancellationToken)
    {
        var header = message.Segments[0];
        if (message.Get(header, 9) != "ORU" || message.Get(header, 9, 2) is not ("R01" or ""))
            return ("AR", "Only ORU^R01 is taken here.");
        if (message.Get(header, 10).Length == 0)
            return ("AR", "The message control ID (MSH-10) is missing.");
        var found = OruReading.Reports(message);
        if (found.Count == 0)
            return ("AE", "There is no OBR segment: nothing is reported.");
        // all or nothing: a sender cannot tell which part of a message was kept
        if (found.Select(report => report.Fault()).FirstOrDefault(fault => fault is not null) is { } problem)
            return ("AE", problem);
        try
        {
            foreach (var report in found)
                await reports.ReceiveAsync(report, cancellationToken);
            return ("AA", null);
        }
        catch (Exception failure) when (failure is DbException or IOException or TimeoutException)
        {
            LogFailed(failure);
            return ("AE", "The report cannot be kept at this moment: send it again.");
        }
    }

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "An HL7 message was answered {Code}: {Text}")]
    private partial void LogRefused(string code, string text);

    [LoggerMessage(EventId = 5021, Level = LogLevel.Error, Message = "A report by HL7 cannot be kept")]
    private partial void LogFailed(Exception failure);
}
