using System.Globalization;
using ImagingGateway.Filmless.Secrets;

namespace ImagingGateway.Filmless.Tests.Secrets;

public sealed class SecretsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("keys-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_hash_is_salted_slow_and_fits_only_its_secret()
    {
        var (first, second) = (SlowHash.Of("mật khẩu dài"), SlowHash.Of("mật khẩu dài"));

        Assert.NotEqual(first, second);
        Assert.True(int.Parse(first.Split('$')[1], CultureInfo.InvariantCulture) >= 210_000);
        Assert.True(SlowHash.Verify("mật khẩu dài", first));
        Assert.False(SlowHash.Verify("mat khau dai", first));
        Assert.False(SlowHash.Verify("mật khẩu dài", null));
        Assert.False(SlowHash.Verify("mật khẩu dài", "plain"));
    }

    [Fact]
    public void The_key_is_made_once_and_readable_by_its_user_only()
    {
        var signature = SigningKey.LoadOrCreate(Path.Combine(_directory, "keys")).Sign("text");
        var again = SigningKey.LoadOrCreate(Path.Combine(_directory, "keys"));

        Assert.True(again.IsSignatureOf("text", signature));
        Assert.False(again.IsSignatureOf("other", signature));
        Assert.False(again.IsSignatureOf("text", null));
        Assert.False(SigningKey.LoadOrCreate(Path.Combine(_directory, "other")).IsSignatureOf("text", signature));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory, "keys", "study-links.key")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_directory, "keys")));
        }
    }

    [Fact]
    public void A_damaged_key_is_said_and_not_replaced()
    {
        Directory.CreateDirectory(_directory);
        var path = Path.Combine(_directory, "study-links.key");
        File.WriteAllText(path, "short");

        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => SigningKey.LoadOrCreate(_directory)).Message, StringComparison.Ordinal);
        Assert.Equal("short", File.ReadAllText(path));
    }
}
