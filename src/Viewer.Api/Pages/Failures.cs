using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>The answer to a bug (the log has the details, the person gets the way on) and to a request that is larger than its endpoint takes.</summary>
internal static class Failures
{
    public static Task AnswerAsync(HttpContext context)
    {
        var wantsPage = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
            return (wantsPage
                ? MessagePage.Show(StatusCodes.Status413PayloadTooLarge, "TooLarge")
                : Results.Problem("This is larger than the gateway takes at once. Split it.", statusCode: StatusCodes.Status413PayloadTooLarge)).ExecuteAsync(context);
        var answer = wantsPage
            ? MessagePage.Show(StatusCodes.Status500InternalServerError, "Failure")
            : Results.Problem("The gateway could not do this. Try again; if it stays, the log of the gateway tells why.", statusCode: StatusCodes.Status500InternalServerError);
        return answer.ExecuteAsync(context);
    }
}
