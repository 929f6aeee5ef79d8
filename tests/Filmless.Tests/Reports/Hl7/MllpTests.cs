using System.Net.Sockets;
using System.Text;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.Reports.Hl7;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImagingGateway.Filmless.Tests.Reports.Hl7;

/// <summary>Reports by HL7 v2 over a real socket.</summary>
public sealed class MllpTests : IAsyncLifetime, IDisposable
{
    private const string Oru =
        "MSH|^~\\&|RIS|BVDK|GATEWAY|BVDK|20261120091500||ORU^R01^ORU_R01|MSG1|P|2.5.1||||||UNICODE UTF-8\r" +
        "PID|1||BN24001837^^^BVDK||NGUYỄN THỊ PHƯỢNG\r" +
        "OBR|1|PHIEU-777|CT26110001|CT01^CT NGỰC||||||||||||||||||20261120091500|||F|||||||012345^Trần^An\r" +
        "OBX|1|TX|121070^Findings||Không thấy nốt.\\.br\\Tim 10 \\T\\ 12 cm.||||||F\r" +
        "OBX|2|FT|121076^Conclusion||Bình thường.~Tái khám 6 tháng.||||||F\r";

    private Archive _archive = null!;
    private Uid _study;
    private MllpListener _listener = null!;

    public async Task InitializeAsync()
    {
        _archive = await Archive.StartAsync();
        _study = await _archive.AddCtAsync();
        _listener = new MllpListener(new Hl7Options(), _archive.Get<Hl7Receiving>(), NullLogger<MllpListener>.Instance);
        _listener.Listen(0);
        await _listener.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _listener.StopAsync(CancellationToken.None);
        await _archive.DisposeAsync();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_report_is_kept_with_its_study_before_it_is_acknowledged()
    {
        using var client = await ConnectAsync();

        var answer = await client.AskAsync(Oru);

        Assert.Contains("\rMSA|AA|MSG1\r", answer, StringComparison.Ordinal);
        Assert.Contains("|RIS|BVDK|", answer, StringComparison.Ordinal);
        var report = Assert.Single(await _archive.Get<IReports>().OfStudyAsync(_study, CancellationToken.None));
        Assert.Equal(("Không thấy nốt.\nTim 10 & 12 cm.", "Bình thường.\nTái khám 6 tháng.", "Trần An", "012345", "CT NGỰC"),
            (report.Description, report.Conclusion, report.ReaderName, report.ReaderCode, report.Title));
        Assert.Equal((ReportOrigin.Hl7, ReportStatus.Final, new DateTime(2026, 11, 20, 9, 15, 0), "PHIEU-777"), (report.Origin, report.Status, report.ReportedAt, report.OrderKey));
    }

    [Fact]
    public async Task Frames_may_come_in_any_pieces_and_several_at_once_and_a_repeated_message_changes_nothing()
    {
        using var client = await ConnectAsync();
        foreach (var piece in MllpClient.Frame(Oru).Chunk(7))
            await client.SendAsync(piece);
        Assert.Contains("MSA|AA|MSG1", await client.ReceiveAsync(), StringComparison.Ordinal);

        await client.SendAsync([.. "\r\nnoise"u8, .. MllpClient.Frame(Oru), .. MllpClient.Frame(Oru.Replace("MSG1", "MSG2", StringComparison.Ordinal))]);
        Assert.Contains("MSA|AA|MSG1", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("MSA|AA|MSG2", await client.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Equal(2, (await _archive.Get<IReports>().OfStudyAsync(_study, CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData("not a message", "MSA|AR|")]
    [InlineData("MSH", "MSA|AR|")]
    [InlineData("MSH|^~\\&|RIS|||||", "MSA|AR|")]
    [InlineData("MSH|^~\\&|RIS||||1||ADT^A01|7|P|2.5\r", "MSA|AR|7|")]
    [InlineData("MSH|^~\\&|RIS||||1||ORU^R01||P|2.5\r", "MSA|AR||")]
    [InlineData("MSH|^~\\&|RIS||||1||ORU^R01|8|P|2.5\rPID|1||X\r", "MSA|AE|8|")]
    [InlineData("MSH|^~\\&|RIS||||1||ORU^R01|9|P|2.5\rOBR|1||CT26110001\r", "MSA|AE|9|")]
    [InlineData("MSH|^~\\&|RIS||||1||ORU^R01|10|P|2.5\rOBR|1||CT26110001\rOBX|1|ED|PDF||^application^pdf^Base64^!!!\r", "MSA|AE|10|")]
    public async Task What_cannot_be_kept_is_refused_with_a_reason_and_the_connection_lives_on(string message, string acknowledgement)
    {
        using var client = await ConnectAsync();

        Assert.Contains(acknowledgement, await client.AskAsync(message), StringComparison.Ordinal);
        Assert.Contains("MSA|AA|MSG1", await client.AskAsync(Oru), StringComparison.Ordinal);
        Assert.Single(await _archive.Get<IReports>().OfStudyAsync(_study, CancellationToken.None));
    }

    [Fact]
    public async Task A_document_comes_as_base64_and_other_separators_and_code_pages_are_read()
    {
        using var client = await ConnectAsync();
        var pdf = Convert.ToBase64String(MadePdf.Unsigned());
        var message = $"MSH#*~!%#RIS####1##ORU*R01#M3#P#2.3\rPID#1##BN24001837\rOBR#1##CT26110001\rOBX#1#ED#PDF##*application*pdf*Base64*{pdf}\rOBX#2#TX#X*KET_LUAN##B\u00ecnh th\u01b0\u1eddng\r";
        var cp1258 = CodePagesEncodingProvider.Instance.GetEncoding(1258)!;
        await client.SendAsync([0x0B, .. cp1258.GetBytes(message.Normalize(NormalizationForm.FormC).Replace("\u1edd", "\u01a1\u0300", StringComparison.Ordinal).Replace("\u00ec", "i\u0300", StringComparison.Ordinal)), 0x1C, 0x0D]);

        Assert.Contains("MSA|AA|M3", await client.ReceiveAsync(), StringComparison.Ordinal);
        var report = Assert.Single(await _archive.Get<IReports>().OfStudyAsync(_study, CancellationToken.None));
        Assert.Equal(("Bình thường", true, ReportSignature.None), (report.Conclusion, report.HasDocument, report.Signature));
    }

    [Fact]
    public void A_message_cut_anywhere_never_fails()
    {
        var bytes = Encoding.UTF8.GetBytes(Oru);
        for (var length = 0; length < bytes.Length; length++)
        {
            if (Hl7Message.TryParse(bytes.AsSpan(0, length)) is { } message)
                Assert.NotNull(OruReading.Reports(message));
        }
    }

    private async Task<MllpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_listener.Address!);
        return new MllpClient(client);
    }

    private sealed class MllpClient(TcpClient client) : IDisposable
    {
        public static byte[] Frame(string message) => [0x0B, .. Encoding.UTF8.GetBytes(message), 0x1C, 0x0D];

        public async Task<string> AskAsync(string message)
        {
            await SendAsync(Frame(message));
            return await ReceiveAsync();
        }

        public async Task SendAsync(byte[] bytes) => await client.GetStream().WriteAsync(bytes);

        public async Task<string> ReceiveAsync()
        {
            var bytes = new List<byte>();
            var one = new byte[1];
            while (bytes is not [.., 0x1C, 0x0D])
            {
                Assert.Equal(1, await client.GetStream().ReadAsync(one));
                bytes.Add(one[0]);
            }

            return Encoding.UTF8.GetString([.. bytes[1..^2]]);
        }

        public void Dispose() => client.Dispose();
    }
}
