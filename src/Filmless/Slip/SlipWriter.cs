using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Imaging.Drawing;

namespace ImagingGateway.Filmless.Slip;

/// <summary>Draws the slip that a person takes home instead of a film: one page, the same on A5 and, enlarged, on A4.</summary>
public static class SlipWriter
{
    // ISO 216 A5, 148 × 210 mm in points of 1/72 inch; A4 is √2 as large
    private const double Width = 419.53;
    private const double Height = 595.28;
    private const double Margin = 34;
    private const double Inner = Width - (2 * Margin);
    private const double QrSide = 150;
    private const double FooterTop = Height - 92;

    private static readonly TextStyle Facility = new(12, IsBold: true, MostLines: 2);
    private static readonly TextStyle Title = new(10, Grey: 0.3, MostLines: 1);
    private static readonly TextStyle Name = new(17, IsBold: true, MostLines: 2);
    private static readonly TextStyle Label = new(8, Grey: 0.35, MostLines: 1);
    private static readonly TextStyle Value = new(9.5, MostLines: 2);
    private static readonly TextStyle Words = new(9.5, MostLines: 4);
    private static readonly TextStyle Strong = new(17, IsBold: true, MostLines: 1);
    private static readonly TextStyle Small = new(7.5, Grey: 0.25, MostLines: 2);
    private static readonly TextStyle SmallTitle = new(7.5, IsBold: true, MostLines: 1);

    /// <returns>A PDF of one page with embedded fonts.</returns>
    /// <exception cref="DrawingUnavailableException">The drawing library is not on this machine.</exception>
    public static byte[] Write(SlipContent slip, PaperSize size)
    {
        var scale = size == PaperSize.A4 ? Math.Sqrt(2) : 1;
        // √2 is not quite what the standard rounds to: the sheet has its own size
        var (width, height) = size == PaperSize.A4 ? (595.28, 841.89) : (Width, Height);
        using var page = new PdfPage(width, height, $"{slip.Words.Title} {slip.Origin.LinkId}", scale);
        var y = Head(page, slip);
        y = Facts(page, slip.Facts, y + 8);
        y = Access(page, slip, y + 10);
        if (slip.Conclusion is { Length: > 0 } conclusion)
            Conclusion(page, slip.Words.Conclusion, conclusion, y + 12);
        Footer(page, slip.Origin, slip.Words);
        return page.Finish();
    }

    private static double Head(PdfPage page, SlipContent slip)
    {
        var y = Margin;
        y += page.Text(Margin, y, Inner, slip.Facility, Facility);
        y += page.Text(Margin, y, Inner, slip.Words.Title, Title) + 6;
        page.Fill(Margin, y, Inner, 1);
        return y + 8 + page.Text(Margin, y + 8, Inner, slip.PatientName, Name);
    }

    /// <summary>Two columns.</summary>
    private static double Facts(PdfPage page, IReadOnlyList<(string Label, string Value)> facts, double y)
    {
        const double column = (Inner - 12) / 2;
        foreach (var pair in facts.Chunk(2))
        {
            var deepest = 0.0;
            foreach (var (index, (label, value)) in pair.Index())
            {
                var x = Margin + (index * (column + 12));
                var height = page.Text(x, y, column, label, Label);
                deepest = Math.Max(deepest, height + page.Text(x, y + height, column, value, Value));
            }

            y += deepest + 3;
        }

        return y;
    }

    private static double Access(PdfPage page, SlipContent slip, double y)
    {
        Qr(page, slip.LinkUrl, Margin, y);
        const double x = Margin + QrSide + 14;
        const double width = Inner - QrSide - 14;
        var at = y + 4;
        at += page.Text(x, at, width, slip.Words.HowToOpen, Words) + 6;
        if (slip.Code is { } code)
        {
            at += page.Text(x, at, width, slip.Words.HowToType, Words);
            at += page.Text(x, at, width, slip.CodesUrl, Words with { IsBold = true }) + 2;
            at += page.Text(x, at, width, slip.Words.Code, Label);
            at += page.Text(x, at, width, ShortCode.Shown(code), Strong) + 4;
        }

        if (slip.Words.Secret.Length > 0)
            page.Text(x, at, width, slip.Words.Secret, Words);
        return y + QrSide;
    }

    /// <summary>Modules as rectangles, runs of a row in one: sharp at every size and small in the file.</summary>
    private static void Qr(PdfPage page, string url, double left, double top)
    {
        var modules = StudyLinkQr.Modules(url);
        var side = QrSide / modules.Count;
        for (var row = 0; row < modules.Count; row++)
        {
            for (int from = 0, to; from < modules.Count; from = to)
            {
                for (to = from; to < modules.Count && modules[row][to] == modules[row][from];)
                    to++;
                if (modules[row][from])
                    page.Fill(left + (from * side), top + (row * side), (to - from) * side, side);
            }
        }
    }

    private static void Conclusion(PdfPage page, string title, string text, double y)
    {
        y += page.Text(Margin, y, Inner, title, Label);
        const double lineHeight = 13.5;
        var lines = Math.Max(1, (int)((FooterTop - y - 6) / lineHeight));
        page.Text(Margin, y, Inner, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Value with { MostLines = lines });
    }

    private static void Footer(PdfPage page, SlipOrigin origin, SlipWords words)
    {
        page.Fill(Margin, FooterTop, Inner, 0.6, 0.4);
        var y = FooterTop + 5;
        y += page.Text(Margin, y, Inner, words.CopyOf, SmallTitle);
        y += page.Text(Margin, y, Inner, $"{words.System}: {origin.System}   {words.Owner}: {origin.Owner}", Small);
        page.Text(Margin, y, Inner, $"{words.LookUp}: {origin.LinkId}   {words.Time}: {origin.Time}   {words.Person}: {origin.Person}", Small);
    }
}
