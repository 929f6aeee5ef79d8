namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>
/// One acceptable media type with <c>multipart/related</c> folded in: how it is packed and what is inside.
/// </summary>
/// <param name="Packaging">From the outer type.</param>
/// <param name="MediaType">What is inside, lower case: <c>application/dicom</c>, <c>image/*</c>, <c>*/*</c>.</param>
/// <param name="TransferSyntax">The <c>transfer-syntax</c> parameter: a UID, <c>*</c>, or null when not given (PS3.18 8.7.3.5.2).</param>
/// <param name="Quality">0 to 1; 0 means "not this".</param>
internal sealed record MediaRange(Packaging Packaging, string MediaType, string? TransferSyntax, double Quality)
{
    /// <summary>What a request without Accept header means (RFC 9110 12.5.1).</summary>
    public static readonly MediaRange Anything = new(Packaging.Any, "*/*", null, 1);

    public bool IsWildcard => MediaType.EndsWith("/*", StringComparison.Ordinal);

    public bool AcceptsAnySyntax => TransferSyntax == "*";

    public bool AllowsMultipart => Packaging != Packaging.Single;

    public bool AllowsSingle => Packaging != Packaging.Multipart;

    /// <summary>More exact ranges win over wildcards of the same quality (RFC 9110 12.5.1).</summary>
    public int Specificity => (MediaType == "*/*" ? 0 : IsWildcard ? 2 : 4) + (TransferSyntax is null ? 0 : 1);

    /// <summary>The range covers a media type such as <c>image/jls</c>.</summary>
    public bool Covers(string mediaType) =>
        MediaType == "*/*" || MediaType == mediaType
        || (IsWildcard && mediaType.AsSpan().StartsWith(MediaType.AsSpan(0, MediaType.Length - 1), StringComparison.Ordinal));
}
