using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Viewer.Api.Tests.Links;

/// <summary>The slip as programs get it and people read it.</summary>
public sealed class SlipTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(new ViewerOptions { PublicUrl = "https://pacs.example.vn/" });
        await _gateway.AddUserAsync();
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [ToolFact("pdftotext")]
    public async Task It_counts_images_and_not_the_note_that_rejects_one()
    {
        var (at, ingest) = (new DateTime(2026, 11, 20, 8, 30, 0), _gateway.Get<IInstanceIngest>());
        var filed = DemoStudies.ChestCT(at, slices: 5, size: 64).ToList();
        var study = await DemoSeed.StoreAsync(ingest, filed);
        await DemoSeed.StoreAsync(ingest, DemoLateImages.For(filed, at.AddDays(2))); // two images and a note

        var slip = await SlipAsync(study);
        using var staff = await _gateway.SignedInAsync();
        var list = TestGateway.Decoded(await staff.GetStringAsync("/studies"));

        Assert.Matches("Hình ảnh 7 ", slip);
        Assert.Contains("data-label=\"Hình ảnh\">7 ", list, StringComparison.Ordinal);
    }

    [ToolFact("pdftotext")]
    public async Task A_loop_counts_its_frames() =>
        Assert.Matches("Hình ảnh 3 ", await SlipAsync(await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>())));

    [ToolFact("pdftotext")]
    public async Task Several_studies_share_a_slip_that_names_the_patient_only_if_there_is_one()
    {
        var ingest = _gateway.Get<IInstanceIngest>();
        var (ct, loop) = (await DemoSeed.CtAsync(ingest), await DemoSeed.UltrasoundAsync(ingest));
        var before = await DemoSeed.StoreAsync(ingest, [.. DemoStudies.ChestCT(new DateTime(2026, 10, 1, 8, 0, 0), slices: 3, size: 64)]);

        var own = await SlipAsync(ct, before);
        var mixed = await SlipAsync("Digits", ct, loop);

        Assert.Contains("NGUYỄN THỊ PHƯỢNG", own, StringComparison.Ordinal);
        Assert.Contains("(và 1 ca khác)", own, StringComparison.Ordinal);
        Assert.Matches("Hình ảnh 8 ", own);
        Assert.Contains("Nhiều người bệnh", mixed, StringComparison.Ordinal);
        Assert.DoesNotContain("PHƯỢNG", mixed, StringComparison.Ordinal);
        Assert.DoesNotContain("BN24001837", mixed, StringComparison.Ordinal);
        Assert.Matches("Hình ảnh 8 ", mixed);
    }

    private Task<string> SlipAsync(params Uid[] studies) => SlipAsync("BirthYear", studies);

    /// <summary>The text of the slip that the API gives.</summary>
    private async Task<string> SlipAsync(string pinKind, params Uid[] studies)
    {
        using var program = _gateway.Program();
        using var answer = await program.PostAsJsonAsync("/api/slips", new { studyInstanceUids = studies.Select(uid => uid.Value), basis = "PatientRequest", pinKind, pin = "246810" });
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var path = Path.Combine(_gateway.Directory, "slip.pdf");
        await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync());
        using var process = Process.Start(new ProcessStartInfo(Tool.Require("pdftotext"), ["-raw", path, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return string.Join(' ', text.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
