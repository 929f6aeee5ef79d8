using System.Xml;

namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>
/// Records of the claim XML tables, read forward only, whatever stands around them: a table alone, several in one document, or in
/// base64 inside the <c>GIAMDINHHS</c> envelope. Document type definitions are refused: no entity is ever expanded or fetched.
/// </summary>
internal sealed class XmlClaims(ClaimFields fields, ClaimOptions options)
{
    private const int MostDepth = 24;

    private readonly Dictionary<int, List<ClaimRecord>> _tables = [];
    private long _unpacked;
    private int _records;

    /// <summary>Reads one document into the tables; call again for further documents.</summary>
    /// <exception cref="ClaimFileException">The document is broken, hostile or too large.</exception>
    public void Read(TextReader text) => Read(text, isInner: false);

    /// <summary>
    /// The lines: services (table 3) with their episode (table 1) and their result (table 4, the n-th of a service with the n-th);
    /// where there are no services, the results or episodes alone.
    /// </summary>
    public IEnumerable<ClaimRecord> Lines()
    {
        var episodes = Table(1).Where(record => record[ClaimField.ClaimCode] is not null)
            .GroupBy(record => record[ClaimField.ClaimCode]!).ToDictionary(group => group.Key, group => WithoutLine(group.First()));
        var results = Table(4).GroupBy(KeyOf).ToDictionary(group => group.Key, group => new Queue<ClaimRecord>(group.Select(WithoutLine)));
        var lines = Table(3).Count > 0 ? Table(3) : Table(4).Count > 0 ? Table(4) : Table(1);
        return lines.Select(line => line
            .With(ReferenceEquals(lines, Table(3)) && results.TryGetValue(KeyOf(line), out var queue) && queue.TryDequeue(out var result) ? result : null)
            .With(line[ClaimField.ClaimCode] is { } code && !ReferenceEquals(lines, Table(1)) ? episodes.GetValueOrDefault(code) : null));
    }

    private List<ClaimRecord> Table(int number) => _tables.TryGetValue(number, out var table) ? table : _tables[number] = [];

    private static (string?, string?) KeyOf(ClaimRecord record) => (record[ClaimField.ClaimCode], record[ClaimField.ServiceCode]);

    // STT of an episode or result counts something else than lines of services
    private static ClaimRecord WithoutLine(ClaimRecord record) =>
        record with { Values = record.Values.Where(pair => pair.Key != ClaimField.LineNumber).ToDictionary(pair => pair.Key, pair => pair.Value) };

    private void Read(TextReader text, bool isInner)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = options.MaxFileBytes, MaxCharactersFromEntities = 1024,
            IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
        };
        using var reader = XmlReader.Create(text, settings);
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                CheckDepth(reader);
                if (ClaimFields.XmlRecords.TryGetValue(reader.LocalName, out var table))
                    ReadRecord(reader, table);
                else if (!isInner && reader.LocalName == ClaimFields.XmlContent && !reader.IsEmptyElement)
                    ReadContent(reader);
            }
        }
        catch (XmlException broken)
        {
            throw new ClaimFileException(new ClaimRefusal(Math.Max(1, broken.LineNumber), ClaimRefusalReason.BrokenXml, null));
        }
    }

    private void ReadRecord(XmlReader reader, int table)
    {
        if (++_records > options.MaxLines * 3)
            throw new ClaimFileException(new ClaimRefusal(_records, ClaimRefusalReason.TooMuch, null));
        var values = new Dictionary<ClaimField, string>();
        var depth = reader.Depth;
        ClaimField? field = null;
        while (!reader.IsEmptyElement && reader.Read() && reader.Depth > depth)
        {
            CheckDepth(reader);
            if (reader.NodeType == XmlNodeType.Element)
                field = reader.IsEmptyElement ? null : fields.Of(reader.LocalName);
            else if (field is { } known && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                values[known] = values.GetValueOrDefault(known) + reader.Value;
            else if (reader.NodeType == XmlNodeType.EndElement)
                field = null;
        }

        Table(table).Add(new ClaimRecord(_records, values));
    }

    private void ReadContent(XmlReader reader)
    {
        reader.Read();
        if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA))
            return; // the table lies open inside, or there is nothing
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(reader.Value);
        }
        catch (FormatException)
        {
            throw new ClaimFileException(new ClaimRefusal(((IXmlLineInfo)reader).LineNumber, ClaimRefusalReason.BrokenBase64, null));
        }

        _unpacked += bytes.Length;
        if (_unpacked > options.MaxFileBytes)
            throw new ClaimFileException(new ClaimRefusal(((IXmlLineInfo)reader).LineNumber, ClaimRefusalReason.TooMuch, null));
        Read(ClaimFileText.Open(bytes), isInner: true);
    }

    private static void CheckDepth(XmlReader reader)
    {
        if (reader.Depth > MostDepth)
            throw new ClaimFileException(new ClaimRefusal(((IXmlLineInfo)reader).LineNumber, ClaimRefusalReason.BrokenXml, null));
    }
}
