using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// What somebody typed into the search box, by shape: UIDs; pieces with digits, which are identifiers of any kind (hospital number,
/// CCCD, insurance card, accession number) or part of a name; other words, which are name words.
/// </summary>
internal sealed record SearchText(IReadOnlyList<string> Uids, IReadOnlyList<string> Words, IReadOnlyList<(string Key, string Word)> Identifiers)
{
    private const int ShortestUid = 10;

    public static SearchText Of(string? text)
    {
        var pieces = (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var uids = new List<string>();
        var words = new List<string>();
        var identifiers = new List<(string, string)>();
        foreach (var piece in pieces.Take(12))
        {
            if (piece.Length >= ShortestUid && piece.Count(letter => letter == '.') >= 3 && new Uid(piece).IsAcceptable)
                uids.Add(piece);
            else if (piece.Any(char.IsDigit) && SearchKey.OfIdentifier(piece) is { Length: > 0 } identifier)
                identifiers.Add((identifier, SearchKey.Of(piece.Replace("*", string.Empty, StringComparison.Ordinal))));
            else
                words.AddRange(SearchKey.Words(SearchKey.Of(piece.Replace('*', ' ').Replace('?', ' '))));
        }

        return new SearchText(uids, words, identifiers);
    }

    /// <summary>What every answer must have, for entering the index.</summary>
    public IEnumerable<IReadOnlyList<(TermKind Kind, WordPiece Piece)>> Required()
    {
        foreach (var word in Words)
            yield return [(TermKind.NameWord, new WordPiece(word, true, false))];
        foreach (var (key, word) in Identifiers)
            yield return [(TermKind.Identifier, new WordPiece(key, true, false)), (TermKind.NameWord, new WordPiece(word, true, false))];
    }
}
