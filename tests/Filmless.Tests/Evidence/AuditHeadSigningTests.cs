using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Filmless.Tests.Evidence;

/// <summary>The signed ends of the audit trail, kept beside the database.</summary>
public sealed class AuditHeadSigningTests
{
    [Theory]
    [InlineData(20, false)]
    [InlineData(1, true)]
    public async Task A_line_that_a_power_cut_tore_is_nobodys_forgery_and_spoils_no_later_one(int torn, bool staysValid)
    {
        await using var archive = await Archive.StartAsync();
        var path = AuditHead.PathIn(archive.Get<StorageOptions>());
        await SignAsync(archive);
        await SignAsync(archive);
        await using (var file = File.OpenWrite(path))
            file.SetLength(file.Length - torn); // the end of the signature and the line's end, or the line's end alone
        Assert.Empty(Read().Faults);

        await SignAsync(archive);

        var (heads, faults) = Read();
        Assert.Empty(faults);
        Assert.Equal(staysValid ? 3 : 2, heads.Count);
        await File.WriteAllTextAsync(path, "torn" + await File.ReadAllTextAsync(path));
        Assert.Single(Read().Faults);

        (IReadOnlyDictionary<long, string> Heads, IReadOnlyList<Finding> Faults) Read() => AuditHead.Read(File.ReadAllText(path), archive.Get<HospitalKeys>().All());
    }

    private static async Task SignAsync(Archive archive)
    {
        await archive.AuditAsync(null); // writes a line and waits for it
        await archive.Get<IEnumerable<IHostedService>>().OfType<AuditHeadSigning>().Single().SignAsync(CancellationToken.None);
    }
}
