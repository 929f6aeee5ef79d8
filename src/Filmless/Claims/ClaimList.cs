namespace ImagingGateway.Filmless.Claims;

/// <summary>Reads what people paste: columns from a spreadsheet (tabs), or separated by semicolons or commas. Mapping lives here alone.</summary>
public static class ClaimList
{
    public const int MostLines = 300;
    private const int LongestKey = 64;

    private static readonly string[] HeaderWords = ["MA_LK", "MALK", "STT", "ACCESSION", "MA_BN"];

    public static IReadOnlyList<ClaimLine> Parse(string text)
    {
        var lines = new List<ClaimLine>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var columns = raw.Split(['\t', ';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(column => column.Length <= LongestKey).ToList();
            if (columns.Count == 0 || (number == 1 && columns.Any(column => HeaderWords.Contains(column, StringComparer.OrdinalIgnoreCase))))
                continue;
            lines.Add(new ClaimLine(number, columns[0], columns.Count > 1 ? columns[1..] : columns));
            if (lines.Count == MostLines)
                break;
        }

        return lines;
    }
}
