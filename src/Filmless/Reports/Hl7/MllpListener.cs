using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Reports.Hl7;

/// <summary>Listens for HL7 v2 messages in MLLP frames (HL7 v2.5.1 appendix C): 0B, message, 1C 0D. Off unless <see cref="Hl7Options.Port"/> is set.</summary>
internal sealed partial class MllpListener(Hl7Options options, Hl7Receiving receiving, ILogger<MllpListener> logger) : BackgroundService
{
    private const byte Start = 0x0B;
    private const int LargestMessage = 40 << 20;
    private const int MostConnections = 32;
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private TcpListener? _listener;

    /// <summary>Null when it does not listen.</summary>
    public IPEndPoint? Address => _listener?.LocalEndpoint as IPEndPoint;

    /// <exception cref="IOException">The port is taken.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Port != 0)
            Listen(options.Port);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Opens the port; 0 takes any free one.</summary>
    public void Listen(int port)
    {
        _listener = new TcpListener(IPAddress.Parse(options.Bind), port);
        try
        {
            _listener.Start();
        }
        catch (SocketException problem)
        {
            throw new IOException($"The HL7 port {port} on {options.Bind} cannot be opened ({problem.Message}): end the program that uses it, or choose another with Hl7:Port.", problem);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_listener is not { } listener)
            return;
        using var places = new SemaphoreSlim(MostConnections);
        var open = new List<Task>();
        try
        {
            while (true)
            {
                await places.WaitAsync(stoppingToken);
                var client = await listener.AcceptSocketAsync(stoppingToken);
                open.RemoveAll(one => one.IsCompleted);
                open.Add(ServeAsync(client, places, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
        finally
        {
            listener.Stop();
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket client, SemaphoreSlim places, CancellationToken stopping)
    {
        var address = (client.RemoteEndPoint as IPEndPoint)?.Address;
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            if (options.Senders.Count > 0 && (address is null || !options.Senders.Select(IPAddress.Parse).Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)))
                LogNotAllowed(address);
            else
                await TalkAsync(stream, stopping);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or SocketException)
        {
            LogEnded(address, problem.Message);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task TalkAsync(NetworkStream stream, CancellationToken stopping)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            idle.CancelAfter(Idle);
            var read = await reader.ReadAsync(idle.Token);
            var buffer = read.Buffer;
            while (TryTakeFrame(ref buffer, out var message))
                await SendAsync(stream, await receiving.AnswerAsync(message.ToArray(), stopping), stopping);
            if (buffer.Length > LargestMessage)
                throw new IOException($"The message is larger than {LargestMessage >> 20} MB.");
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>Takes one whole frame; what stands before its start (line ends, remains) is dropped.</summary>
    private static bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (buffer.PositionOf(Start) is not { } start)
        {
            buffer = buffer.Slice(buffer.End);
            return false;
        }

        buffer = buffer.Slice(start);
        var content = new SequenceReader<byte>(buffer.Slice(1));
        if (!content.TryReadTo(out ReadOnlySequence<byte> body, "\u001C\r"u8, advancePastDelimiter: true))
            return false;
        message = body;
        buffer = buffer.Slice(content.Position);
        return true;
    }

    private static async Task SendAsync(NetworkStream stream, byte[] answer, CancellationToken cancellationToken) =>
        await stream.WriteAsync((byte[])[Start, .. answer, 0x1C, 0x0D], cancellationToken);

    [LoggerMessage(EventId = 5022, Level = LogLevel.Warning, Message = "An HL7 connection from {Address} was closed: it is not in Hl7:Senders")]
    private partial void LogNotAllowed(IPAddress? address);

    [LoggerMessage(EventId = 5023, Level = LogLevel.Information, Message = "An HL7 connection from {Address} ended: {Reason}")]
    private partial void LogEnded(IPAddress? address, string reason);
}
