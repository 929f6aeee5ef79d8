namespace ImagingGateway.Dicom.Values;

/// <summary>
/// A person name (PS3.5 6.2.1): up to three component groups (alphabetic, ideographic, phonetic), each of up to five components.
/// The text is kept as received; nothing is matched on components, since many names come as one string without carets.
/// </summary>
/// <param name="Value">One value of a PN element, without padding.</param>
public readonly record struct PersonName(string Value)
{
    private const int MaxComponents = 5;

    /// <summary>Letters of the Latin alphabet, or whatever script the sender put first.</summary>
    public string Alphabetic => Group(0);

    /// <summary>The second component group.</summary>
    public string Ideographic => Group(1);

    /// <summary>The third component group.</summary>
    public string Phonetic => Group(2);

    /// <summary>First component of the alphabetic group.</summary>
    public string FamilyName => Component(Alphabetic, 0);

    /// <summary>Second component.</summary>
    public string GivenName => Component(Alphabetic, 1);

    /// <summary>Third component.</summary>
    public string MiddleName => Component(Alphabetic, 2);

    /// <summary>Fourth component.</summary>
    public string Prefix => Component(Alphabetic, 3);

    /// <summary>Fifth component.</summary>
    public string Suffix => Component(Alphabetic, 4);

    /// <summary>Nothing but delimiters and blanks.</summary>
    public bool IsEmpty => (Value ?? string.Empty).AsSpan().IndexOfAnyExcept(" ^=\0") < 0;

    /// <summary>
    /// As people read it: the first group that is not empty, prefix first, then family, given and middle name, then the suffix, single blanks
    /// between. Vietnamese order is family, middle, given: see <see cref="ToVietnamese"/>.
    /// </summary>
    public override string ToString() => Join(3, 0, 1, 2, 4);

    /// <summary>
    /// In Vietnamese order: family, middle, given. A name that came as one string stays as it is; so does one whose given name already holds
    /// the middle name (<c>NGUYEN^VAN AN</c>).
    /// </summary>
    public string ToVietnamese() => Join(3, 0, 2, 1, 4);

    /// <summary>From components; trailing empty ones are left out. Delimiters inside a component become blanks.</summary>
    public static PersonName Of(string family, string given = "", string middle = "", string prefix = "", string suffix = "")
    {
        string[] components = [family, given, middle, prefix, suffix];
        return new PersonName(string.Join('^', components.Select(c => c.Replace('^', ' ').Replace('=', ' ').Replace('\\', ' ').Trim())).TrimEnd('^'));
    }

    private string Join(params ReadOnlySpan<int> order)
    {
        var group = FirstFilledGroup();
        // Without carets there are no components to put in order.
        if (!group.Contains('^', StringComparison.Ordinal))
            return Fold(group);
        var parts = new List<string>(MaxComponents);
        foreach (var index in order)
        {
            if (Component(group, index) is { Length: > 0 } part)
                parts.Add(part);
        }

        return Fold(string.Join(' ', parts));
    }

    private string FirstFilledGroup()
    {
        for (var group = 0; group < 3; group++)
        {
            if (Group(group) is var text && text.AsSpan().IndexOfAnyExcept(" ^\0") >= 0)
                return text;
        }

        return string.Empty;
    }

    private string Group(int index)
    {
        var value = Value ?? string.Empty;
        foreach (var range in value.AsSpan().Split('='))
        {
            if (index-- == 0)
                return value[range].Trim(' ', '\0');
        }

        return string.Empty;
    }

    private static string Component(string group, int index)
    {
        foreach (var range in group.AsSpan().Split('^'))
        {
            if (index-- == 0)
                return group[range].Trim();
        }

        return string.Empty;
    }

    private static string Fold(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
