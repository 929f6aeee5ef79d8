using ImagingGateway.Demo;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Host;

/// <summary>The demo's insurance reviewer with a month of claims to decide. Once per data directory: a second month would only repeat the first one's numbers.</summary>
internal static class DemoReviewer
{
    private const string Name = "giamdinh";
    private const string Actor = "demo";

    /// <returns>The claims with their studies; none when the reviewer is here already.</returns>
    public static async Task<IReadOnlyList<DemoClaim>> MakeClaimsAsync(WebApplication gateway, DateOnly today, CancellationToken cancellationToken) =>
        await gateway.Services.GetRequiredService<Accounts>().FindAsync(Name, cancellationToken) is null
            ? [.. DemoClaims.Month(new DateOnly(today.Year, today.Month, 1).AddMonths(-1))]
            : [];

    /// <summary>Files the claims, makes the account with its second factor and grant, and prints how to sign in.</summary>
    public static async Task PrintAsync(WebApplication gateway, IReadOnlyList<DemoClaim> claims, CancellationToken cancellationToken)
    {
        if (claims.Count == 0)
            return;
        var file = await gateway.Services.GetRequiredService<ClaimDesk>().ImportAsync("demo.csv", [DemoClaims.ToCsv(claims)], Actor, cancellationToken);
        var (password, secret, clock) = (RandomText.Password(), Totp.NewSecret(), gateway.Services.GetRequiredService<TimeProvider>());
        await gateway.Services.GetRequiredService<Accounts>().CreateAsync(Name, password, Role.Reviewer, mustChange: false, Actor, cancellationToken);
        // the code of the past half minute enrols, so that the present one is still good for the first sign-in
        var before = clock.GetUtcNow().AddSeconds(-30);
        await gateway.Services.GetRequiredService<SecondFactors>().EnrolAsync(Name, secret, Totp.CodeAt(secret, before), null, cancellationToken);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await gateway.Services.GetRequiredService<ReviewerGrants>().CreateAsync(
            Name, ReviewerGrant.Everywhere, today.AddMonths(-3), today, clock.GetUtcNow().AddDays(90), "demo", Actor, cancellationToken);
        Console.WriteLine($"  Reviewer  user {Name}, password {password}, authenticator key {secret}  (shown only now)");
        Console.WriteLine($"            {file.LineCount} claim lines wait at {Greeting.WebAddress(gateway)}/claims");
        Console.WriteLine($"            code without a phone: oathtool --totp -b {secret}");
        Console.WriteLine();
    }
}
