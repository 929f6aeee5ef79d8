namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>One file of the built web part, with the compressed forms that lie beside it.</summary>
/// <param name="Path">Full path of the plain file.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="ETag">Quoted entity tag of the plain form; changes with the content.</param>
/// <param name="Immutable">The address contains a content hash: browsers may keep it for ever.</param>
/// <param name="Encodings">Content codings that exist as <c>Path + suffix</c>, best first.</param>
public sealed record WebAsset(string Path, string ContentType, string ETag, bool Immutable, IReadOnlyList<AssetEncoding> Encodings);

/// <summary>A precompressed form: <c>br</c> in <c>.br</c>, <c>gzip</c> in <c>.gz</c>.</summary>
public sealed record AssetEncoding(string Name, string Suffix)
{
    public static readonly AssetEncoding Brotli = new("br", ".br");
    public static readonly AssetEncoding Gzip = new("gzip", ".gz");
}
