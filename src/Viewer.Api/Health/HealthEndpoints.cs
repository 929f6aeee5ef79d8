using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Health;

/// <summary>The page for the hospital's IT person, and what a supervisor polls.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", async (HealthReading reading, CancellationToken cancellationToken) =>
            new RazorComponentResult<HealthPage>(new { Checks = await reading.ReadAsync(cancellationToken) })).NeedsUser(isPage: true);
        endpoints.MapGet("/health/state", StateAsync).NeedsUser();

        // answers while the process serves requests; says nothing about patients or the inside
        endpoints.MapGet("/health/live", () => Results.Json(new { status = "ok" })).IsAnonymous();
    }

    private static async Task<IResult> StateAsync(HealthReading reading, CancellationToken cancellationToken)
    {
        var checks = await reading.ReadAsync(cancellationToken);
        var worst = checks.Max(check => check.State);
        return Results.Json(
            new { status = Word(worst), checks = checks.Select(check => new { name = check.Key, state = Word(check.State) }) },
            statusCode: worst == HealthState.Bad ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static string Word(HealthState state) => state switch
    {
        HealthState.Good => "good",
        HealthState.Warn => "warn",
        _ => "bad",
    };
}
