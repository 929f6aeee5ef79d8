using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
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

    /// <summary>The patients got their links, as the hospital would give them out.</summary>
    private static async Task LinkAsync(WebApplication gateway, IReadOnlyList<DemoClaim> claims, CancellationToken cancellationToken)
    {
        var (links, until) = (gateway.Services.GetRequiredService<IStudyLinks>(), DateTimeOffset.UtcNow.AddDays(90));
        foreach (var claim in claims.Where(claim => claim is { HasLink: true, Study.Count: > 0 }))
            await links.CreateAsync(new NewStudyLink([claim.Study[0].DataSet.GetUid(Tags.StudyInstanceUID)], until, null, Actor, claim.Fields["MA_LK"]) { Basis = LinkBasis.PatientRequest }, cancellationToken);
    }

    /// <summary>Files the claims, makes the account with its second factor and grant, and prints how to sign in.</summary>
    public static async Task PrintAsync(WebApplication gateway, IReadOnlyList<DemoClaim> claims, CancellationToken cancellationToken)
    {
        if (claims.Count == 0)
        {
            Console.WriteLine($"  Reviewer  user {Name}, as at the first start; an administrator gives a new password at {Greeting.WebAddress(gateway)}/accounts");
            Console.WriteLine();
            return;
        }

        await LinkAsync(gateway, claims, cancellationToken);
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
        Console.WriteLine($"            one of them: {Greeting.WebAddress(gateway)}/claims/{claims[0].Fields["MA_LK"]}");
        Console.WriteLine("            the code: type the key into any authenticator app (Google, Microsoft, Aegis ...), or without a phone run");
        Console.WriteLine($"            mã đăng nhập: nhập khóa vào ứng dụng xác thực, hoặc chạy:  {Environment.ProcessPath} user code {secret}");
        Console.WriteLine();
    }
}
