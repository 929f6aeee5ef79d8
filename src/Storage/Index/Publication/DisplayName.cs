namespace ImagingGateway.Storage.Index.Publication;

/// <summary>A person name as shown to people: the first component group, carets as spaces, family name first as received.</summary>
internal static class DisplayName
{
    public static string Of(string name)
    {
        var group = name.Split('=').FirstOrDefault(part => part.AsSpan().ContainsAnyExcept('^', ' ')) ?? string.Empty;
        return string.Join(' ', group.Split(['^', ' '], StringSplitOptions.RemoveEmptyEntries));
    }
}
