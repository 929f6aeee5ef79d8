namespace ImagingGateway.Storage.Audit;

/// <summary>
/// What a line of the trail says beyond actor, action and study. Made only by an <see cref="AuditForm"/>, so that nothing is recorded which cannot be said
/// in the reader's language; the text is kept and chained as it is.
/// </summary>
public sealed record AuditDetail
{
    internal AuditDetail(string text) => Text = text;

    /// <summary>As recorded, in English.</summary>
    public string Text { get; }

    public override string ToString() => Text;
}
