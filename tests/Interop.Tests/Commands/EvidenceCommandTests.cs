using System.Globalization;
using System.IO.Compression;
using System.Text;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests.Commands;

/// <summary>The commands about evidence and links as an IT person runs them: processes of their own beside the running gateway.</summary>
public sealed class EvidenceCommandTests : GatewayFixture
{
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("commands-");
    private Uid _study;

    private string ZipPath => Path.Combine(_work.FullName, "copy.zip");

    private string ManifestPath => Path.Combine(_work.FullName, "manifest.json");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var images = DemoStudies.ChestCT(new DateTime(2026, 11, 20, 8, 30, 0), slices: 4, size: 64).ToList();
        await StoreAsync(images);
        _study = images[0].DataSet.GetUid(Tags.StudyInstanceUID);
        await File.WriteAllBytesAsync(ManifestPath, (await Services.GetRequiredService<IStudyManifests>().MakeAsync(_study, CancellationToken.None))!.ToJson());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _work.Delete(recursive: true);
    }

    [Fact]
    public async Task Slips_and_links_to_several_studies_are_made()
    {
        var loop = DemoStudies.Ultrasound(new DateTime(2026, 11, 21, 14, 0, 0), frames: 1).ToList();
        await StoreAsync(loop);
        var other = loop[0].DataSet.GetUid(Tags.StudyInstanceUID);
        var pdf = Path.Combine(_work.FullName, "slip.pdf");

        var slip = await RunAsync("slip", _study.Value, "--out", pdf, "--data", DataDirectory);
        var link = await RunAsync("link", "create", _study.Value, other.Value, "--basis", "Treatment", "--audience", "Hospital", "--deidentified", "--dates", "Shifted", "--data", DataDirectory);

        Assert.True(slip.Code == 0 && slip.Said.Contains("opens with the year of birth", StringComparison.Ordinal), slip.Said);
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(await File.ReadAllBytesAsync(pdf), 0, 5));
        Assert.True(link.Code == 0 && link.Said.Contains("/l/", StringComparison.Ordinal), link.Said);
        var made = await Services.GetRequiredService<IStudyLinks>().ListAsync(null, CancellationToken.None);
        Assert.Contains(made, one => one is { Audience: LinkAudience.Patient, PinKind: PinKind.BirthYear, Permission: LinkPermission.View } && one.StudyInstanceUids.SequenceEqual([_study]));
        Assert.Contains(made, one => one is { Audience: LinkAudience.Hospital, IsDeidentified: true, Dates: LinkDates.Shifted } && one.StudyInstanceUids.SequenceEqual([_study, other]));
    }

    [Fact]
    public async Task A_link_from_the_command_line_has_every_choice_of_the_page()
    {
        var hospital = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)); // a day begins at its midnight, which in UTC is the evening before
        var to = hospital.AddDays(20).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var made = await RunAsync(
            "link", "create", _study.Value, "--basis", "Other", "--note", "conference", "--audience", "Hospital", "--recipient", "Khoa Phổi", "--purpose", "SecondOpinion", "--permission", "ViewFull",
            "--from", hospital.AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--until", to, "--pin-birth-year", "--openings", "7", "--data", DataDirectory);
        var wrongDay = await RunAsync("link", "create", _study.Value, "--basis", "Treatment", "--until", "31/02/2027", "--data", DataDirectory);
        var twoPins = await RunAsync("link", "create", _study.Value, "--basis", "Treatment", "--pin", "1234", "--pin-birth-year", "--data", DataDirectory);

        Assert.True(made.Code == 0 && made.Said.Contains($"Valid until {to} 23:59 (UTC+7), with the year of birth as PIN", StringComparison.Ordinal) && made.Said.Contains("/c", StringComparison.Ordinal), made.Said);
        var link = Assert.Single(await Services.GetRequiredService<IStudyLinks>().ListAsync(_study, CancellationToken.None));
        Assert.Equal(
            (LinkAudience.Hospital, LinkBasis.Other, LinkPurpose.SecondOpinion, LinkPermission.ViewFull, PinKind.BirthYear, "Khoa Phổi", 7),
            (link.Audience, link.Basis, link.Purpose, link.Permission, link.PinKind, link.Recipient, link.MaxOpenings));
        Assert.True(link.HasPin && link.NotBefore > DateTimeOffset.UtcNow.AddDays(8), $"{link.NotBefore}");
        Assert.True(wrongDay.Code == 2 && wrongDay.Said.Contains("day/month/year", StringComparison.Ordinal), wrongDay.Said);
        Assert.True(twoPins.Code == 2 && twoPins.Said.Contains("either", StringComparison.Ordinal), twoPins.Said);
    }

    [Fact]
    public async Task A_copy_is_exported_verified_and_found_changed()
    {
        var exported = await RunAsync("export-evidence", _study.Value, "--images", "--out", ZipPath, "--data", DataDirectory);
        Assert.True(exported.Code == 0, exported.Said);
        Assert.Contains("signed by key", exported.Said, StringComparison.Ordinal);
        var published = await RunAsync("evidence-key", "public", "--data", DataDirectory);
        var jwks = Path.Combine(_work.FullName, "jwks.json");
        await File.WriteAllTextAsync(jwks, published.Said);

        var fine = await RunAsync("verify-evidence", ZipPath, "--jwks", jwks);
        Assert.True(fine.Code == 0, fine.Said);
        Assert.Contains("Signed by the hospital's key", fine.Said, StringComparison.Ordinal);
        Assert.Contains("All 4 instances are there, byte for byte.", fine.Said, StringComparison.Ordinal);
        Assert.EndsWith("As it was signed.", fine.Said.TrimEnd(), StringComparison.Ordinal);

        await using (var zip = await ZipFile.OpenAsync(ZipPath, ZipArchiveMode.Update))
        await using (var page = await zip.GetEntry("evidence.html")!.OpenAsync())
            page.WriteByte((byte)'x');
        var changed = await RunAsync("verify-evidence", ZipPath);
        Assert.Equal(1, changed.Code);
        Assert.Contains("FAULT  evidence.html was changed or replaced.", changed.Said, StringComparison.Ordinal);
        Assert.EndsWith("NOT as it was signed.", changed.Said.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("export-evidence", "1.2.3", "--data", DataDirectory)).Code);
        Assert.Equal(2, (await RunAsync("export-evidence", _study.Value, "--out", ZipPath, "--data", DataDirectory)).Code); // nothing is overwritten
    }

    [Fact]
    public async Task A_manifest_is_verified_by_itself_with_its_files_and_against_another_key()
    {
        var images = Path.Combine(_work.FullName, "images");
        var exported = await RunAsync("export", images, "--study", _study.Value, "--plain", "--data", DataDirectory);
        Assert.True(exported.Code == 0, exported.Said);

        var fine = await RunAsync("verify-evidence", ManifestPath, "--images", images);
        Assert.True(fine.Code == 0, fine.Said);
        Assert.Contains("compare it with the hospital's published keys", fine.Said, StringComparison.Ordinal);

        var first = Directory.EnumerateFiles(images, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        await File.AppendAllTextAsync(first, "x");
        var changed = await RunAsync("verify-evidence", ManifestPath, "--images", images);
        Assert.Equal(1, changed.Code);
        Assert.Contains("3 of 4 instances are there", changed.Said, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(first), changed.Said, StringComparison.Ordinal);

        var strangers = Path.Combine(_work.FullName, "strangers");
        var stranger = await RunAsync("evidence-key", "public", "--data", strangers);
        await File.WriteAllTextAsync(Path.Combine(_work.FullName, "other.json"), stranger.Said);
        var other = await RunAsync("verify-evidence", ManifestPath, "--jwks", Path.Combine(_work.FullName, "other.json"));
        Assert.Equal(1, other.Code);
        Assert.Contains("none of the hospital's published keys", other.Said, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("verify-evidence", Path.Combine(_work.FullName, "absent.json"))).Code);
    }

    [Fact]
    public async Task The_key_is_exported_and_replaced_while_the_gateway_runs()
    {
        var exported = await RunAsync("evidence-key", "export", "--data", DataDirectory);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", exported.Said, StringComparison.Ordinal);
        var rotated = await RunAsync("evidence-key", "rotate", "--data", DataDirectory);
        Assert.Equal(0, rotated.Code);

        var keys = await CreateClient().GetStringAsync("/.well-known/jwks.json");
        var signed = (await Services.GetRequiredService<IStudyManifests>().MakeAsync(_study, CancellationToken.None))!;

        Assert.Contains($"New key {signed.Header.Kid}.", rotated.Said, StringComparison.Ordinal);
        Assert.Contains(signed.Header.Kid, keys, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_work.FullName, "jwks.json"), keys);
        Assert.Equal(0, (await RunAsync("verify-evidence", ManifestPath, "--jwks", Path.Combine(_work.FullName, "jwks.json"))).Code); // the old signature
    }

    [Fact]
    public async Task The_audit_trail_is_followed_and_the_first_altered_line_is_named()
    {
        var audit = Services.GetRequiredService<IAuditTrail>();
        for (var visit = 0; visit < 5; visit++)
            await audit.AppendAsync(new AuditEvent(DateTimeOffset.UtcNow, AuditAction.Query, "tester", "127.0.0.1", _study, null, AuditOutcome.Success, AuditForms.ClaimSeen.With(visit)), CancellationToken.None);
        await audit.ReadWrittenAsync(_study, null);

        var fine = await RunAsync("verify-audit", "--data", DataDirectory);
        Assert.True(fine.Code == 0, fine.Said);
        Assert.Contains("follow each other without a gap or a change", fine.Said, StringComparison.Ordinal);

        var number = await AlterAsync("claim 2");
        var altered = await RunAsync("verify-audit", "--data", DataDirectory);
        Assert.Equal(1, altered.Code);
        Assert.Contains($"Line {number} (row", altered.Said, StringComparison.Ordinal);
        Assert.Contains("FAULT", altered.Said, StringComparison.Ordinal);
    }

    /// <summary>What a person with the database file can do: take the guard away, change a line, put the guard back.</summary>
    private async Task<long> AlterAsync(string detail)
    {
        await using var connection = await Services.GetRequiredService<GatewayDatabase>().DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_events'";
        var triggers = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                triggers.Add(reader.GetString(0));
        }

        command.CommandText = $"{string.Concat(triggers.Select(name => $"DROP TRIGGER {name};"))} UPDATE audit_events SET actor = 'nobody' WHERE detail = '{detail}' RETURNING chain_number";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task<(int Code, string Said)> RunAsync(params string[] arguments) => CommandProcess.RunAsync(new Dictionary<string, string>(), arguments);
}
