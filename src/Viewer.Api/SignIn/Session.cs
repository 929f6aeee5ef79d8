using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>The session cookie: says who signed in and with which stamp; everything else is asked of the account again.</summary>
internal static class Session
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string StampClaim = "stamp";

    /// <summary>Stands in sessions whose second factor was checked.</summary>
    private const string CompleteClaim = "second-factor";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "gateway.session";
        options.Cookie.HttpOnly = true;
        // Lax, not Strict: the hospital's information system opens studies by URL
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(10);
        options.SlidingExpiration = true;
    }

    public static Task BeginAsync(HttpContext context, Account account, bool isComplete)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.UserName), new Claim(StampClaim, account.Stamp)], Scheme);
        if (isComplete)
            identity.AddClaim(new Claim(CompleteClaim, "1"));
        var principal = new ClaimsPrincipal(identity);
        context.User = principal;
        return context.SignInAsync(Scheme, principal);
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>The second factor of this session was checked.</summary>
    public static bool IsComplete(HttpContext context) => context.User.HasClaim(CompleteClaim, "1");

    /// <summary>User name and stamp of the request's cookie; null without one.</summary>
    public static (string UserName, string Stamp)? Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { } name } && context.User.FindFirstValue(StampClaim) is { } stamp ? (name, stamp) : null;
}
