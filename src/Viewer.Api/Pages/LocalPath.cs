namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>Where a form leads on: only paths of this gateway, since a page that sends people elsewhere is a gift to fraud.</summary>
internal static class LocalPath
{
    public static string Of(string target, string otherwise) =>
        target.StartsWith('/') && !target.StartsWith("//", StringComparison.Ordinal) && !target.StartsWith("/\\", StringComparison.Ordinal) && !target.Any(char.IsControl)
            ? target : otherwise;
}
