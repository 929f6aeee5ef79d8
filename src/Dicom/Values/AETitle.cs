namespace ImagingGateway.Dicom.Values;

/// <summary>An application entity title: 1 to 16 characters of the default repertoire, blanks around it not significant (PS3.5 6.2 AE).</summary>
public readonly record struct AETitle
{
    private readonly string? _value;

    private AETitle(string value) => _value = value;

    /// <summary>The title without padding.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Reads a title, trimming blanks. False when empty, too long, or with control characters or a backslash.</summary>
    public static bool TryParse(string? text, out AETitle title)
    {
        var trimmed = (text ?? string.Empty).Trim(' ', '\0');
        var valid = trimmed.Length is > 0 and <= 16 && !trimmed.AsSpan().ContainsAnyExceptInRange(' ', '~') && !trimmed.Contains('\\', StringComparison.Ordinal);
        title = valid ? new AETitle(trimmed) : default;
        return valid;
    }

    /// <summary>Reads a title that is known to be right (a constant, a validated option).</summary>
    /// <exception cref="FormatException">The text is no title.</exception>
    public static AETitle Parse(string text) =>
        TryParse(text, out var title) ? title : throw new FormatException($"'{text}' is not an AE title: 1 to 16 letters, digits or signs.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
