namespace ImagingGateway.Interop.Tests.Commands;

/// <summary>SQLite and files: the images come out of the backup too.</summary>
public sealed class BackupTests : BackupContract
{
    protected override string[] BackupOptions => ["--with-objects"];

    protected override Task<Dictionary<string, string>> NewAsync() => Task.FromResult(new Dictionary<string, string>());

    protected override Task<Dictionary<string, string>> OtherAsync(Dictionary<string, string> settings) => NewAsync();
}
