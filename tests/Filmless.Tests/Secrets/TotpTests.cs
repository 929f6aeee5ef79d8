using System.Text;
using ImagingGateway.Filmless.Secrets;

namespace ImagingGateway.Filmless.Tests.Secrets;

public sealed class TotpTests
{
    /// <summary>The secret of RFC 6238 appendix B, "12345678901234567890", in base32.</summary>
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    // RFC 6238 appendix B, SHA-1, the last six of the eight digits
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, Totp.CodeAt(Secret, time));
        Assert.Equal(seconds / 30, Totp.StepOf(Secret, code, time));
        Assert.Equal(seconds / 30, Totp.StepOf(Secret, code, time.AddSeconds(30)));
        Assert.Null(Totp.StepOf(Secret, code, time.AddSeconds(90)));
        Assert.Null(Totp.StepOf(Secret, code, time.AddSeconds(-90)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("٢٨٧٠٨٢")]
    public void Anything_else_is_no_code(string code) => Assert.Null(Totp.StepOf(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public void A_new_secret_has_160_bits_and_an_address_apps_can_read()
    {
        var secret = Totp.NewSecret();
        Assert.Matches("^[A-Z2-7]{32}$", secret);
        Assert.NotEqual(secret, Totp.NewSecret());
        Assert.Equal($"otpauth://totp/B%E1%BB%87nh%20vi%E1%BB%87n:gd.hoa?secret={secret}&issuer=B%E1%BB%87nh%20vi%E1%BB%87n", Totp.Uri(secret, "gd.hoa", "Bệnh viện"));
        Assert.Equal(6, Encoding.UTF8.GetByteCount(Totp.CodeAt(secret, DateTimeOffset.UnixEpoch)));
    }
}
