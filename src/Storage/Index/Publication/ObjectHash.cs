namespace ImagingGateway.Storage.Index.Publication;

/// <summary>64-bit FNV-1a of an object key: a short index entry instead of a long one; the key itself is compared afterwards.</summary>
internal static class ObjectHash
{
    public static long Of(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in key)
            hash = (hash ^ letter) * 1099511628211UL;
        return unchecked((long)hash);
    }
}
