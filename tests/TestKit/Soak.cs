using System.Globalization;

namespace ImagingGateway.TestKit;

/// <summary>
/// Tests of endurance carry <c>[Trait("Category", "Soak")]</c>: in a normal run they are short, under <c>./test soak</c> the same tests do
/// hundreds of kills and keep every fault up for a minute.
/// </summary>
public static class Soak
{
    /// <summary>Runs that are to be killed: <paramref name="few"/>, or as many as <c>GATEWAY_SOAK_KILLS</c> says.</summary>
    public static int Kills(int few) => (int)(Read("GATEWAY_SOAK_KILLS") ?? few);

    /// <summary>How long a fault lasts: two seconds, or as long as <c>GATEWAY_SOAK_SECONDS</c> says.</summary>
    public static TimeSpan Fault => TimeSpan.FromSeconds(Read("GATEWAY_SOAK_SECONDS") ?? 2);

    private static double? Read(string variable) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
