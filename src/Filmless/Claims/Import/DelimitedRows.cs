using System.Text;

namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>
/// Rows of separated text, read as it comes (RFC 4180 with any of tab, semicolon, bar or comma; Excel's <c>sep=</c> line is obeyed).
/// Quoted fields may hold separators and line breaks.
/// </summary>
internal sealed class DelimitedRows(TextReader text, int maxFieldLength)
{
    private const int MostColumns = 300;
    private const string Separators = "\t;|,";

    /// <summary>How far the first line with a separator is looked for.</summary>
    private const int Looked = 16 * 1024;

    private readonly StringBuilder _field = new();
    private char _separator;
    private int _line = 1;
    private string _ahead = "";
    private int _at;

    /// <summary>Non-empty rows with the line they begin on.</summary>
    /// <exception cref="ClaimFileException">A field or row is too long.</exception>
    public IEnumerable<(int Line, IReadOnlyList<string> Fields)> Read()
    {
        ChooseSeparator();
        while (Peek() >= 0)
        {
            var line = _line;
            var row = ReadRow();
            if (row.Exists(field => field.Length > 0))
                yield return (line, row);
        }
    }

    private List<string> ReadRow()
    {
        var row = new List<string>();
        while (true)
        {
            var end = ReadField();
            if (row.Count == MostColumns)
                throw new ClaimFileException(new ClaimRefusal(_line, ClaimRefusalReason.TooMuch, null));
            row.Add(_field.ToString().Trim());
            if (end != _separator)
                return row;
        }
    }

    /// <summary>Leaves the field in the buffer and answers what ended it: the separator, a line feed, or -1.</summary>
    private int ReadField()
    {
        _field.Clear();
        var quoted = false;
        while (true)
        {
            var letter = Next();
            if (quoted && letter == '"')
            {
                if (Peek() != '"')
                {
                    quoted = false;
                    continue;
                }

                Next();
            }
            else if (letter == '"' && _field.Length == 0 && !quoted)
            {
                quoted = true;
                continue;
            }
            else if (letter < 0 || (!quoted && (letter == _separator || letter == '\n')))
            {
                return letter;
            }

            if (_field.Length >= maxFieldLength)
                throw new ClaimFileException(new ClaimRefusal(_line, ClaimRefusalReason.TooLong, null));
            _field.Append((char)letter);
        }
    }

    private void ChooseSeparator()
    {
        var first = new StringBuilder();
        int letter;
        while (first.Length < Looked && (letter = text.Read()) >= 0)
        {
            first.Append((char)letter);
            if (letter == '\n' && first.ToString().AsSpan().Trim().ContainsAny(Separators))
                break;
        }

        _ahead = first.ToString();
        if (_ahead.Trim() is { Length: 5 } hint && hint.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            (_separator, _ahead, _line) = (hint[4], "", 2);
        else
            _separator = Separators.MaxBy(candidate => _ahead.Count(one => one == candidate));
    }

    private int Peek() => _at < _ahead.Length ? _ahead[_at] : text.Peek();

    private int Next()
    {
        var letter = _at < _ahead.Length ? _ahead[_at++] : text.Read();
        if (letter == '\n')
            _line++;
        return letter;
    }
}
