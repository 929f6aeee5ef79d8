using ImagingGateway.Imaging.Codecs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Transcoding;

/// <summary>Writes every fault of a decoding process to the log, once; which frames are refused because of it, their readers are told.</summary>
internal sealed partial class DecoderFaultLog(ILogger<DecoderFaultLog> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        CodecLibraries.DecoderFaulted += Note;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        CodecLibraries.DecoderFaulted -= Note;
        return Task.CompletedTask;
    }

    private void Note(object? sender, DecoderFault fault) => LogFault(fault.Syntax, fault.Rows, fault.Columns, fault.Message);

    [LoggerMessage(EventId = 6030, Level = LogLevel.Warning, Message = "A decoder failed on a frame of {Rows} x {Columns} in {Syntax}; nothing else is touched. {Reason}")]
    private partial void LogFault(string syntax, int rows, int columns, string reason);
}
