namespace ImagingGateway.Storage.Index.Publication;

/// <summary>
/// Something a study is found by. Distinct words are few even in a big archive; each has the list of its studies, newest first
/// (table postings), so that a search reads as many rows as it answers.
/// </summary>
internal readonly record struct Term(TermKind Kind, string Word);

/// <summary>Kinds of terms; the numbers are stored.</summary>
internal enum TermKind
{
    NameWord = 1,
    ReferringWord = 2,
    Identifier = 3,
    Modality = 4,
}
