using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace ImagingGateway.Host;

/// <summary>
/// Whether what is written in the settings is of the kind the options ask for, and asked for at all. The binder passes over some of what it cannot read
/// (numbers in lists, names that nobody knows): an archive would then keep its studies for another time than somebody wrote.
/// </summary>
internal static class SettingKinds
{
    /// <summary>What is wrong below a section, one sentence each, English then Vietnamese.</summary>
    /// <param name="section">What is written.</param>
    /// <param name="type">What it becomes.</param>
    public static IEnumerable<string> Faults(IConfigurationSection section, Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (Example(kind) is { } example)
            return OfValue(section, kind, example);
        if (!string.IsNullOrEmpty(section.Value))
            return [$"{section.Path} is '{section.Value}', but has parts; write for example {section.Path}:{Parts(kind)}. / {section.Path} gồm nhiều phần; hãy ghi ví dụ {section.Path}:{Parts(kind)}."];
        return section.GetChildren().SelectMany(child => OfPart(child, kind));
    }

    private static IEnumerable<string> OfPart(IConfigurationSection part, Type type)
    {
        if (Elements(type) is { } element)
        {
            var names = type.GenericTypeArguments[0];
            return names == element || !names.IsEnum || Enum.TryParse(names, part.Key, ignoreCase: true, out _) ? Faults(part, element) : [Unknown(part, Enum.GetNames(names))];
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        return properties.Find(property => property.Name.Equals(part.Key, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Faults(part, known.PropertyType)
            : [Unknown(part, properties.Select(property => property.Name))];
    }

    private static IEnumerable<string> OfValue(IConfigurationSection section, Type kind, string example)
    {
        if (section.GetChildren().Any())
            yield return $"{section.Path} is one value, not a list; write {example}. / {section.Path} chỉ có một giá trị; hãy ghi {example}.";
        else if (section.Value is { } value && kind != typeof(string) && !IsOf(kind, value))
            yield return $"{section.Path} is '{value}'; write {example}. / {section.Path} là '{value}'; hãy ghi {example}.";
    }

    private static bool IsOf(Type kind, string value)
    {
        try
        {
            return TypeDescriptor.GetConverter(kind).ConvertFromString(null, CultureInfo.InvariantCulture, value) is not null;
        }
        catch (Exception problem) when (problem is FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Unknown(IConfigurationSection part, IEnumerable<string> known) =>
        $"{part.Path} is no setting; there are {string.Join(", ", known)}. / Không có {part.Path}; chỉ có {string.Join(", ", known)}.";

    private static string Parts(Type kind) =>
        Elements(kind) is null ? kind.GetProperties().First(property => property.CanWrite).Name : kind.GenericTypeArguments.Length == 2 ? "NAME" : "0";

    // lists and dictionaries: what one entry is
    private static Type? Elements(Type type) => type.IsGenericType && !type.IsValueType ? type.GenericTypeArguments[^1] : null;

    /// <summary>How a single value of this kind looks; null for what has parts.</summary>
    private static string? Example(Type kind)
    {
        if (kind.IsEnum)
            return string.Join(" / ", Enum.GetNames(kind));
        if (kind == typeof(TimeSpan))
            return "00:05:00 or/hoặc 7.00:00:00";
        if (kind == typeof(DateOnly))
            return "2026-01-31";
        return Type.GetTypeCode(kind) switch
        {
            TypeCode.String => "text",
            TypeCode.Boolean => "true / false",
            TypeCode.Int32 or TypeCode.Int64 => "10 (a whole number / số nguyên)",
            TypeCode.Double or TypeCode.Decimal => "0.5 (a number / số)",
            _ => null,
        };
    }
}
