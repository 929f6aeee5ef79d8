namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The addresses by which a link is opened.</summary>
public static class StudyLinkAddress
{
    /// <param name="baseUrl">How people reach the gateway, such as <c>https://pacs.example.vn</c>.</param>
    /// <param name="token">The link's token.</param>
    public static string Of(string baseUrl, string token) => $"{baseUrl.TrimEnd('/')}/l/{token}";

    /// <summary>The page on which a short code is typed.</summary>
    public static string OfCodes(string baseUrl) => $"{baseUrl.TrimEnd('/')}/c";
}
