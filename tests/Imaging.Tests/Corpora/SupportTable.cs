using System.Globalization;
using System.Text;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>The outcomes as the Markdown that stands in the conformance statement.</summary>
internal static class SupportTable
{
    public static string Of(IReadOnlyList<CorpusFileOutcome> outcomes)
    {
        var text = new StringBuilder();
        Append(text, outcomes, "Transfer syntax", outcome => outcome.Syntax.Length == 0 ? "not DICOM, or cut short" : NameOf(outcome.Syntax));
        Append(text, outcomes.Where(outcome => outcome.Photometric.Length > 0), "Photometric interpretation", outcome => outcome.Photometric);
        Append(text, outcomes.Where(outcome => outcome.IsRead), "Kind of object", outcome => outcome.Kind);
        text.Append("Not so, and why:\n\n");
        foreach (var outcome in outcomes.Where(outcome => outcome.Reason.Length > 0).OrderBy(outcome => outcome.Path, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"- `{outcome.Path}`: {(outcome.IsRead ? "not decoded" : "not read")}: {outcome.Reason}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<CorpusFileOutcome> outcomes, string title, Func<CorpusFileOutcome, string> row)
    {
        var names = CorpusFileOutcome.Lossless.Select(syntax => syntax.Name).ToList();
        text.Append(CultureInfo.InvariantCulture, $"| {title} | files | read | JSON | images | decoded | again as {string.Join(" | ", names)} |\n|---|---|---|---|---|---|{string.Concat(names.Select(_ => "---|"))}\n");
        foreach (var group in outcomes.GroupBy(row).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {group.Count()} | {group.Count(o => o.IsRead)} | {group.Count(o => o.IsJson)} | {group.Count(o => o.IsExpectedImage)} | {group.Count(o => o.IsDecoded)} |");
            foreach (var name in names)
                text.Append(CultureInfo.InvariantCulture, $" {group.Count(o => o.Encodings.Contains(name))} |");
            text.Append('\n');
        }

        text.Append('\n');
    }

    private static string NameOf(string syntax) => UidDictionary.Find(new Uid(syntax))?.Name is { } name ? $"{name} `{syntax}`" : $"private or unknown `{syntax}`";
}
