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

    /// <returns>The claims with their studies; none when the reviewer can sign in already, which is the last that a first start sees to.</returns>
    public static async Task<IReadOnlyList<DemoClaim>> MakeClaimsAsync(WebApplication gateway, DemoStart start, CancellationToken cancellationToken) =>
        await gateway.Services.GetRequiredService<Accounts>().FindAsync(Name, cancellationToken) is { HasSecondFactor: true }
            ? [] : [.. DemoClaims.Month(new DateOnly(start.HospitalTime.Year, start.HospitalTime.Month, 1).AddMonths(-1), newUid: new DemoUids(start.Seed, "claims").Next)];

    /// <summary>The patients got their links, as the hospital would give them out.</summary>
    private static async Task LinkAsync(WebApplication gateway, IReadOnlyList<DemoClaim> claims, CancellationToken cancellationToken)
    {
        var (links, until) = (gateway.Services.GetRequiredService<IStudyLinks>(), DateTimeOffset.UtcNow.AddDays(90));
        foreach (var claim in claims.Where(claim => claim is { HasLink: true, Study.Count: > 0 }))
        {
            var study = claim.Study[0].DataSet.GetUid(Tags.StudyInstanceUID);
            if ((await links.ListAsync(study, cancellationToken)).Count == 0)
                await links.CreateAsync(new NewStudyLink([study], until, null, Actor, claim.Fields["MA_LK"]) { Basis = LinkBasis.PatientRequest }, cancellationToken);
        }
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
        var (accounts, grants) = (gateway.Services.GetRequiredService<Accounts>(), gateway.Services.GetRequiredService<ReviewerGrants>());
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if ((await grants.ListAsync(Name, cancellationToken)).Count == 0)
            await grants.CreateAsync(Name, ReviewerGrant.Everywhere, today.AddMonths(-3), today, clock.GetUtcNow().AddDays(90), "demo", Actor, cancellationToken);
        if (!await accounts.CreateAsync(Name, password, Role.Reviewer, mustChange: false, Actor, cancellationToken))
            await accounts.SetPasswordAsync(Name, password, mustChange: false, Actor, cancellationToken);
        // the code of the past half minute enrols, so that the present one is still good for the first sign-in
        var before = clock.GetUtcNow().AddSeconds(-30);
        await gateway.Services.GetRequiredService<SecondFactors>().EnrolAsync(Name, secret, Totp.CodeAt(secret, before), null, cancellationToken);
        Console.WriteLine($"  Reviewer  user {Name}, password {password}, authenticator key {secret}  (shown only now)");
        Console.WriteLine($"            {file.LineCount} claim lines wait at {Greeting.WebAddress(gateway)}/claims");
        Console.WriteLine($"            one of them: {Greeting.WebAddress(gateway)}/claims/{claims[0].Fields["MA_LK"]}");
        Console.WriteLine("            the code: type the key into any authenticator app (Google, Microsoft, Aegis ...), or without a phone run");
        Console.WriteLine($"            mã đăng nhập: nhập khóa vào ứng dụng xác thực, hoặc chạy:  {Environment.ProcessPath} user code {secret}");
        Console.WriteLine();
    }
}
