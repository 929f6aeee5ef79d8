using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace ImagingGateway.Dicom.Values;

/// <summary>
/// A unique identifier as received, without its padding. Identifiers with illegal roots occur in the field and are
/// kept (<see cref="IsWellFormed"/> tells); only well-formed ones are ever created.
/// </summary>
public readonly record struct Uid
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789.");

    private readonly string? _value;

    /// <summary>Takes the text without trailing NUL and blanks around it.</summary>
    public Uid(string value) => _value = value.Trim('\0', ' ');

    /// <summary>The characters; empty for the default value.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>There are no characters.</summary>
    public bool IsEmpty => Value.Length == 0;

    /// <summary>At most 64 characters, digits in components without leading zeros (PS3.5 9.1).</summary>
    public bool IsWellFormed
    {
        get
        {
            if (Value.Length is 0 or > 64)
                return false;
            foreach (var component in Value.AsSpan().Split('.'))
            {
                var digits = Value.AsSpan()[component];
                if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
                    return false;
            }

            return true;
        }
    }

    /// <summary>
    /// Safe to be a key: 1 to 64 characters of digits and dots only. Looser than <see cref="IsWellFormed"/> so that
    /// what modalities really send can be stored; never able to name a path.
    /// </summary>
    public bool IsAcceptable => Value.Length is > 0 and <= 64 && !Value.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>A new identifier under 2.25, from a random UUID (PS3.5 B.2).</summary>
    public static Uid New() => Of(Guid.NewGuid());

    /// <summary>The identifier of a UUID (PS3.5 B.2).</summary>
    public static Uid Of(Guid uuid) =>
        new("2.25." + new BigInteger(uuid.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true)
            .ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
