using System.Globalization;
using System.Text;

namespace ImagingGateway.Filmless.Csv;

/// <summary>
/// Rows for spreadsheets: semicolons, every field quoted, UTF-8 with its mark, as Vietnamese Excel opens it. A text that a spreadsheet
/// would take for a formula gets an apostrophe in front (OWASP, CSV injection): it is shown, never calculated.
/// </summary>
public sealed class CsvText
{
    private const string FormulaStarts = "=+-@\t\r\n";

    private readonly StringBuilder _text = new("\uFEFF");

    /// <summary>Adds a row; dates are written dd/MM/yyyy HH:mm, numbers plainly.</summary>
    public CsvText Add(params IEnumerable<object?> fields)
    {
        _text.AppendJoin(';', fields.Select(FieldOf)).Append("\r\n");
        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>The text with an apostrophe before what a spreadsheet would calculate.</summary>
    public static string Harmless(string text) =>
        text.AsSpan().TrimStart(' ') is [var first, ..] && FormulaStarts.Contains(first, StringComparison.Ordinal) ? "'" + text : text;

    private static string FieldOf(object? field) => field switch
    {
        null => "",
        DateTime time => $"\"{time.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture)}\"",
        string text => $"\"{Harmless(text).Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => FieldOf(field.ToString()),
    };
}
