using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Objects;

/// <summary>
/// Names of objects: <c>{2}/{study}/{series}/{instance}-{content}.dcm</c>, each part hexadecimal digits of a SHA-256, so that
/// nothing received ever names a file, directories spread evenly, and other bytes under the same UIDs get another key.
/// The same instance always gets the same key, from any node, at any time.
/// </summary>
public static class ObjectKey
{
    private const string Suffix = ".dcm";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private static readonly int[] PartLengths = [2, 24, 16, 24 + 1 + 16 + 4];

    /// <param name="sha256">Of the whole file: 64 hexadecimal digits.</param>
    public static string Of(Uid study, Uid series, Uid instance, string sha256)
    {
        var studyPart = Hash(study, 24);
        return $"{studyPart.AsSpan(0, 2)}/{studyPart}/{Hash(series, 16)}/{Hash(instance, 24)}-{sha256.AsSpan(0, 16)}{Suffix}";
    }

    /// <summary>True for text that <see cref="Of"/> could have made; stores refuse any other.</summary>
    public static bool IsValid(ReadOnlySpan<char> key)
    {
        var part = 0;
        foreach (var range in key.Split('/'))
        {
            var text = key[range];
            if (part == PartLengths.Length || text.Length != PartLengths[part++])
                return false;
            var isDigits = part < PartLengths.Length
                ? !text.ContainsAnyExcept(Digits)
                : text.EndsWith(Suffix, StringComparison.Ordinal) && text[24] == '-'
                    && !text[..24].ContainsAnyExcept(Digits) && !text[25..^4].ContainsAnyExcept(Digits);
            if (!isDigits)
                return false;
        }

        return part == PartLengths.Length;
    }

    /// <summary>The part of an object's name that all objects of its study share.</summary>
    public static string StudyOf(string name) => name[..(PartLengths[0] + 1 + PartLengths[1])];

    /// <summary>The part of an object's name that all objects of its series share.</summary>
    public static string SeriesOf(string name) => name[..name.LastIndexOf('/')];

    /// <summary>The last part: instance and content.</summary>
    public static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];

    /// <summary>The bytes a key names have this hash, as far as the 64 bits of it say that stand in the name.</summary>
    /// <param name="key">As <see cref="Of"/> made it.</param>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    public static bool IsNamedAfter(string key, string sha256) => key.AsSpan(^(16 + Suffix.Length)..^Suffix.Length).SequenceEqual(sha256.AsSpan(0, 16));

    /// <exception cref="ArgumentException">The text is no key.</exception>
    internal static string Checked(string key) =>
        IsValid(key) ? key : throw new ArgumentException("Not an object key.", nameof(key));

    internal static string Hash(Uid uid, int digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(uid.Value)))[..digits];
}
