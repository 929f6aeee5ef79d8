using ImagingGateway.Dicom.Part10;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>DCMTK's clients against the gateway, and the gateway's C-MOVE against DCMTK's server.</summary>
public sealed class DcmtkTests(DcmtkGateway gateway) : IClassFixture<DcmtkGateway>
{
    private const string Called = GatewayFixture.AETitle;

    [ToolFact("echoscu")]
    public async Task Echoscu_is_answered() =>
        Assert.Contains("Received Echo Response (Success)", await Dcmtk.SucceedAsync("echoscu", "-v", "-aec", Called, "127.0.0.1", gateway.Port), StringComparison.Ordinal);

    [ToolFact("echoscu")]
    public async Task A_wrong_called_title_is_told_so()
    {
        var (exitCode, output) = await Dcmtk.RunAsync("echoscu", "-v", "-aec", "SOMEBODY", "127.0.0.1", gateway.Port);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Called AE Title Not Recognized", output, StringComparison.Ordinal);
    }

    [ToolTheory("storescu")]
    [InlineData("storescu")]
    [InlineData("dcmsend")]
    public async Task Files_go_in_by_both_senders(string program)
    {
        using var files = await DemoFiles.MakeAsync(3);
        await Dcmtk.SucceedAsync(program, ["-v", "-aec", Called, "127.0.0.1", gateway.Port, .. files.Paths]);
        await gateway.PublishedAsync();
        var output = await FindAsync("-S", "IMAGE", $"StudyInstanceUID={files.Study}", $"SeriesInstanceUID={files.Series}", "SOPInstanceUID");
        Assert.Equal(3, Count(output, "(0008,0018)"));
    }

    [ToolFact("findscu")]
    public async Task Findscu_finds_at_every_level_by_every_kind_of_key()
    {
        using var files = await DemoFiles.MakeAsync(2);
        await Dcmtk.SucceedAsync("dcmsend", ["-aec", Called, "127.0.0.1", gateway.Port, .. files.Paths]);
        await gateway.PublishedAsync();
        foreach (var (model, level, keys) in new (string, string, string[])[]
                 {
                     ("-P", "PATIENT", [$"PatientID={files.PatientId}", "PatientName"]),
                     ("-S", "STUDY", [$"StudyInstanceUID={files.Study}", "StudyDate=20000101-20991231"]),
                     ("-S", "STUDY", [$"StudyInstanceUID={files.Study}\\1.2.3", "PatientName=*"]),
                     ("-S", "STUDY", [$"StudyInstanceUID={files.Study}", $"AccessionNumber={files.Accession[..^1]}?"]),
                     ("-S", "SERIES", [$"StudyInstanceUID={files.Study}", "SeriesInstanceUID", "Modality=CT"]),
                 })
            Assert.Equal(1, Count(await FindAsync(model, level, keys), "(0008,0052)"));
        Assert.Equal(0, Count(await FindAsync("-S", "STUDY", $"StudyInstanceUID={files.Study}", "StudyDate=19000101"), "(0008,0052)"));
    }

    [ToolFact("movescu")]
    public async Task Movescu_moves_to_storescp_with_the_bytes_as_stored()
    {
        using var files = await DemoFiles.MakeAsync(4);
        await Dcmtk.SucceedAsync("dcmsend", ["-aec", Called, "127.0.0.1", gateway.Port, .. files.Paths]);
        await gateway.PublishedAsync();
        await gateway.StartStorescpAsync();
        var output = await Dcmtk.SucceedAsync(
            "movescu", "-v", "-S", "-aec", Called, "-aem", "STORESCP", "-k", "QueryRetrieveLevel=STUDY", "-k", $"StudyInstanceUID={files.Study}", "127.0.0.1", gateway.Port);
        Assert.Contains("Success", output, StringComparison.Ordinal);
        var arrived = Directory.GetFiles(gateway.Received).Select(DataSetOf).Select(Convert.ToHexString).ToHashSet();
        Assert.All(files.Paths, path => Assert.Contains(Convert.ToHexString(DataSetOf(path)), arrived));
    }

    [ToolFact("movescu")]
    public async Task An_unknown_destination_is_told_so()
    {
        var (_, output) = await Dcmtk.RunAsync(
            "movescu", "-v", "-S", "-aec", Called, "-aem", "NOWHERE", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2.3", "127.0.0.1", gateway.Port);
        Assert.Contains("MoveDestinationUnknown", output, StringComparison.Ordinal);
    }

    [ToolFact("getscu")]
    public async Task Getscu_gets_the_bytes_as_stored()
    {
        using var files = await DemoFiles.MakeAsync(3);
        await Dcmtk.SucceedAsync("dcmsend", ["-aec", Called, "127.0.0.1", gateway.Port, .. files.Paths]);
        await gateway.PublishedAsync();
        var folder = Directory.CreateTempSubdirectory("getscu-").FullName;
        await Dcmtk.SucceedAsync(
            "getscu", "-v", "-S", "-aec", Called, "-od", folder, "-k", "QueryRetrieveLevel=STUDY", "-k", $"StudyInstanceUID={files.Study}", "127.0.0.1", gateway.Port);
        var got = Directory.GetFiles(folder).Select(DataSetOf).Select(Convert.ToHexString).Order();
        Assert.Equal(files.Paths.Select(path => Convert.ToHexString(DataSetOf(path))).Order(), got);
        Directory.Delete(folder, recursive: true);
    }

    private Task<string> FindAsync(string model, string level, params string[] keys) => Dcmtk.SucceedAsync(
        "findscu", ["-v", model, "-aec", Called, "-k", $"QueryRetrieveLevel={level}", .. keys.SelectMany(key => new[] { "-k", key }), "127.0.0.1", gateway.Port]);

    // findscu -v shows the request first, then the answers.
    private static int Count(string output, string tag)
    {
        var answers = output.IndexOf("Received Final Find Response", StringComparison.Ordinal) is >= 0 and var end ? output[..end] : output;
        return answers.Split("Find Response").Skip(1).Count(answer => answer.Contains(tag, StringComparison.Ordinal));
    }

    private static byte[] DataSetOf(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.True(FileMetaInformation.TryRead(bytes, isWholeFile: true, out var meta));
        return bytes[(int)meta!.DataSetOffset..];
    }
}
