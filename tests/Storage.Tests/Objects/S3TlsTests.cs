using System.Security.Cryptography.X509Certificates;
using ImagingGateway.Storage.Objects.S3;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>The real S3 server behind TLS with a certificate of the hospital's own authority (<c>S3:CaFile</c>).</summary>
[Collection("s3")]
public sealed class S3TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new("Hospital Authority");
    private readonly S3Server _server;
    private readonly FaultyProxy _proxy;

    public S3TlsTests(S3Server server)
    {
        _server = server;
        var (certificate, key) = _authority.Issue("storage", TimeSpan.FromDays(30));
        _proxy = new FaultyProxy(new Uri(server.Options.Endpoint!), X509Certificate2.CreateFromPemFile(certificate, key));
    }

    private S3Options Options => _server.Options with { Endpoint = _proxy.Address.ToString(), CaFile = _authority.CA, Retries = 0 };

    [Fact]
    public async Task With_the_authority_in_CaFile_instances_go_in_and_come_back()
    {
        await using var archive = await Archive.StartAsync(new StorageOptions { Objects = "s3", S3 = Options, SpoolReserveBytes = 0 });
        var made = new MadeInstance();
        await archive.StoreAsync(made);
        await archive.PublishedAsync();
        var found = Assert.Single(await archive.LocateAsync(made));
        Assert.Equal(made.DataSet(), (await archive.ReadFileAsync(found))[(int)found.DataSetOffset..]);
        Assert.StartsWith("https:", Options.Endpoint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_authority_in_CaFile_is_told_in_one_sentence()
    {
        using var other = new TestAuthority("Other Authority");
        await IsRefusedAsync(Options with { CaFile = other.CA });
    }

    [Fact]
    public Task No_CaFile_is_told_in_one_sentence() => IsRefusedAsync(Options with { CaFile = null });

    [Fact]
    public async Task A_certificate_that_has_expired_is_told_in_one_sentence()
    {
        var (certificate, key) = _authority.Issue("old", TimeSpan.FromDays(-1));
        using var proxy = new FaultyProxy(new Uri(_server.Options.Endpoint!), X509Certificate2.CreateFromPemFile(certificate, key));
        await IsRefusedAsync(Options with { Endpoint = proxy.Address.ToString() });
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _authority.Dispose();
    }

    private static async Task IsRefusedAsync(S3Options options)
    {
        using var store = new S3ObjectStore(options);
        var sentence = (await Assert.ThrowsAsync<InvalidStorageOptionsException>(() => store.ProbeAsync(default))).Message;
        Assert.Contains("'S3:CaFile'", sentence, StringComparison.Ordinal);
        Assert.Contains("certificate", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }
}
