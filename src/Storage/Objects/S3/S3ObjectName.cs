using System.Buffers;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>
/// Names of objects in a bucket. Every upload gets a name of its own, <c>{2}/{study}/{series}/{random}.tar</c> for a pack and
/// <c>{2}/{study}/{series}/{instance}-{content}-{random}.dcm</c> for an instance alone: what nothing names today can never be named
/// tomorrow, so removing it needs no lock. The first gateways wrote plain <see cref="ObjectKey"/>s; those stay readable.
/// </summary>
internal static class S3ObjectName
{
    private const string PackSuffix = ".tar";
    private const int SeriesLength = 2 + 1 + 24 + 1 + 16;
    private const int RandomDigits = 32;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private static readonly string AnyInstance = $"{new string('0', 24)}-{new string('0', 16)}.dcm";

    public static string OfPack(string series) => $"{series}/{Guid.NewGuid():n}{PackSuffix}";

    public static string OfInstance(string key) => $"{key[..^4]}-{Guid.NewGuid():n}.dcm";

    public static bool IsPack(string name) =>
        name.Length == SeriesLength + 1 + RandomDigits + PackSuffix.Length && name.EndsWith(PackSuffix, StringComparison.Ordinal)
        && !name.AsSpan(SeriesLength + 1, RandomDigits).ContainsAnyExcept(Digits) && IsSeries(name);

    /// <summary>The key of the instance that lies alone under this name; null for any other name.</summary>
    public static string? KeyOf(string name)
    {
        if (ObjectKey.IsValid(name))
            return name;
        var cut = name.Length - 4 - RandomDigits - 1;
        if (cut < SeriesLength || name[cut] != '-' || name.AsSpan(cut + 1, RandomDigits).ContainsAnyExcept(Digits) || !name.EndsWith(".dcm", StringComparison.Ordinal))
            return null;
        var key = name[..cut] + ".dcm";
        return ObjectKey.IsValid(key) ? key : null;
    }

    public static bool IsValid(string name) => IsPack(name) || KeyOf(name) is not null;

    /// <exception cref="ArgumentException">The text is none of our names.</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw new ArgumentException("Not an object name.", nameof(name));

    private static bool IsSeries(string name) => ObjectKey.IsValid($"{name.AsSpan(0, SeriesLength)}/{AnyInstance}");
}
