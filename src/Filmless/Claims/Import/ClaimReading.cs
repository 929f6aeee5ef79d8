using System.Text.Json;
using ImagingGateway.Filmless.Claims.Checks;

namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>Reads claim files: separated text, pasted lists, the XML tables, JSON; one bad line does not spoil the others.</summary>
public sealed class ClaimReading(ClaimOptions options)
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 6 };

    private readonly ClaimFields _fields = new(options);

    /// <summary>Reads files or pasted texts that belong together (tables 1, 3 and 4 may come as three files).</summary>
    public ClaimReadingResult Read(IEnumerable<ReadOnlyMemory<byte>> files)
    {
        var result = new ClaimReadingResult();
        var xml = new XmlClaims(_fields, options);
        try
        {
            foreach (var file in files)
            {
                if (file.Length > options.MaxFileBytes)
                    throw new ClaimFileException(new ClaimRefusal(1, ClaimRefusalReason.TooMuch, null));
                using var text = ClaimFileText.Open(file.Span);
                switch (FirstLetter(text))
                {
                    case '<':
                        xml.Read(text);
                        break;
                    case '{' or '[':
                        Take(FromJson(text.ReadToEnd()), result);
                        break;
                    default:
                        Take(DelimitedClaims.Read(text, _fields, options.MaxFieldLength), result);
                        break;
                }
            }

            Take(xml.Lines(), result);
        }
        catch (ClaimFileException refused)
        {
            return ClaimReadingResult.Refused(refused.Refusal);
        }

        if (result is { Lines.Count: 0, Refusals.Count: 0, Skipped: 0 })
            result.Refusals.Add(new ClaimRefusal(1, ClaimRefusalReason.Empty, null));
        return result;
    }

    private void Take(IEnumerable<ClaimRecord> records, ClaimReadingResult result)
    {
        foreach (var record in records)
        {
            if (result.Lines.Count + result.Refusals.Count >= options.MaxLines)
                throw new ClaimFileException(new ClaimRefusal(record.Position, ClaimRefusalReason.TooMuch, null));
            if (!IsImaging(record))
                result.Skipped++;
            else if (LineOf(record) is var (line, refusal) && refusal is not null)
                result.Refusals.Add(refusal);
            else if (!result.Add(record.Position, line!))
                result.Refusals.Add(new ClaimRefusal(record.Position, ClaimRefusalReason.Twice, line!.ClaimCode));
        }
    }

    /// <summary>By the group; where none is given by the code or the name; a line without a service is taken.</summary>
    private bool IsImaging(ClaimRecord record)
    {
        if (record[ClaimField.ServiceGroup] is { } group)
            return options.ImagingGroups.Contains(group);
        return record[ClaimField.ServiceCode] is not { } code || options.ImagingServicePrefixes.Any(prefix => code.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || options.Rules.NeedOf(record[ClaimField.ServiceName] ?? "", code).Modalities.Count > 0;
    }

    private (ClaimLine? Line, ClaimRefusal? Refusal) LineOf(ClaimRecord record)
    {
        if (Clean(record[ClaimField.ClaimCode]) is not { Length: > 0 } code)
            return (null, new ClaimRefusal(record.Position, ClaimRefusalReason.NoClaimCode, null));
        if (record.Values.FirstOrDefault(pair => pair.Value.Length > LongestOf(pair.Key)) is { Value: not null } tooLong)
            return (null, new ClaimRefusal(record.Position, ClaimRefusalReason.TooLong, ClaimFields.NameOf(tooLong.Key)));
        var field = ClaimField.ClaimCode;
        try
        {
            return (new ClaimLine
            {
                ClaimCode = code, ServiceCode = Clean(record[ClaimField.ServiceCode]) ?? "", ServiceName = Clean(record[ClaimField.ServiceName]),
                LineNumber = (int)(At(ClaimField.LineNumber, ClaimValues.Number) ?? 1), Quantity = At(ClaimField.Quantity, ClaimValues.Number),
                UnitPrice = At(ClaimField.UnitPrice, ClaimValues.Number), FacilityCode = Clean(record[ClaimField.Facility]), PatientName = Clean(record[ClaimField.PatientName]),
                BirthDate = AtText(ClaimField.BirthDate, ClaimValues.BirthDate), Sex = ClaimValues.Sex(record[ClaimField.Sex]), InsuranceCard = Clean(record[ClaimField.InsuranceCard]),
                CitizenId = Clean(record[ClaimField.CitizenId]), PatientId = Clean(record[ClaimField.PatientId]), OrderKey = Clean(record[ClaimField.OrderKey]),
                OrderedAt = At(ClaimField.OrderedAt, ClaimValues.Moment), PerformedAt = At(ClaimField.PerformedAt, ClaimValues.Moment), ResultAt = At(ClaimField.ResultAt, ClaimValues.Moment),
                Device = Clean(record[ClaimField.Device]), Doctor = Clean(record[ClaimField.Doctor]), Performer = Clean(record[ClaimField.Performer]), Reader = Clean(record[ClaimField.Reader]),
                Description = record[ClaimField.Description], Conclusion = record[ClaimField.Conclusion],
            }, null);
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
        {
            return (null, new ClaimRefusal(record.Position, ClaimRefusalReason.Unreadable, ClaimFields.NameOf(field)));
        }

        T? At<T>(ClaimField wanted, Func<string?, T?> read)
            where T : struct => read(record[field = wanted]);

        string? AtText(ClaimField wanted, Func<string?, string?> read) => read(record[field = wanted]);
    }

    private int LongestOf(ClaimField field) => field switch
    {
        ClaimField.Description or ClaimField.Conclusion => options.MaxFieldLength,
        ClaimField.ServiceName or ClaimField.Device or ClaimField.Performer => 1024,
        ClaimField.PatientName => 255,
        _ => 100,
    };

    /// <summary>Control characters have no business in codes and names.</summary>
    private static string? Clean(string? text) => text is null || !text.Any(char.IsControl) ? text : string.Concat(text.Where(letter => !char.IsControl(letter)));

    private IEnumerable<ClaimRecord> FromJson(string text)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        var lines = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("lines", out var inner) ? inner : root;
        if (lines.ValueKind != JsonValueKind.Array)
            throw new ClaimFileException(new ClaimRefusal(1, ClaimRefusalReason.Empty, "lines"));
        var position = 0;
        foreach (var line in lines.EnumerateArray())
        {
            var values = new Dictionary<ClaimField, string>();
            foreach (var property in line.ValueKind == JsonValueKind.Object ? line.EnumerateObject() : default)
            {
                if (_fields.Of(property.Name) is { } field && property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    values.TryAdd(field, property.Value.ToString());
            }

            yield return new ClaimRecord(++position, values);
        }
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, Json);
        }
        catch (JsonException broken)
        {
            throw new ClaimFileException(new ClaimRefusal((int)(broken.LineNumber ?? 0) + 1, ClaimRefusalReason.Unreadable, "JSON"));
        }
    }

    private static int FirstLetter(TextReader text)
    {
        while (text.Peek() is >= 0 and var letter && char.IsWhiteSpace((char)letter))
            text.Read();
        return text.Peek();
    }
}
