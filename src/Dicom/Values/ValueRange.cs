namespace ImagingGateway.Dicom.Values;

/// <summary>A range of a query key (PS3.4 C.2.2.2.5): "a-b", "a-", "-b", or a single value, from the first to the last instant it may be.</summary>
/// <param name="First">Lower end, inclusive; null when open.</param>
/// <param name="Last">Upper end, inclusive; null when open.</param>
public readonly record struct ValueRange<T>(T? First, T? Last)
    where T : struct, IComparable<T>
{
    /// <summary>The value lies inside.</summary>
    public bool Contains(T value) =>
        (First is not { } first || value.CompareTo(first) >= 0) && (Last is not { } last || value.CompareTo(last) <= 0);
}
