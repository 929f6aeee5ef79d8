using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>Chooses how whole instances are sent. Pure.</summary>
/// <remarks>
/// PS3.18 8.7.3.5.2 and table 8.7.3-2: application/dicom without a transfer-syntax parameter means Explicit VR Little Endian,
/// which is what Orthanc and dcm4chee do too; <c>transfer-syntax=*</c> returns the stored bytes untouched. A client that takes
/// anything (<c>*/*</c>, no Accept) gets the stored bytes as well: a Part 10 file says itself how it is coded.
/// An instance that cannot be decoded here (video, a missing codec) is sent as stored to a client that named no syntax, and
/// refused to one that did.
/// </remarks>
internal static class InstanceNegotiation
{
    public const string Dicom = "application/dicom";

    public const string Zip = "application/zip";

    /// <param name="accept">Best first.</param>
    /// <param name="isOneInstance">The target names one instance; only then may the answer be single part.</param>
    /// <returns>Null when nothing fits: 406.</returns>
    public static InstanceRepresentation? Choose(IReadOnlyList<MediaRange> accept, bool isOneInstance)
    {
        foreach (var range in accept)
        {
            if (range.Quality <= 0)
                continue;
            if (range.Covers(Dicom) && range.AllowsMultipart)
                return InstanceRepresentation.Multipart;
            if (range.Covers(Dicom) && isOneInstance)
                return InstanceRepresentation.Single;
            if (range.MediaType == Zip)
                return InstanceRepresentation.Zip;
        }

        return null;
    }

    /// <summary>The syntax in which an instance stored in <paramref name="stored"/> is sent.</summary>
    /// <returns>The stored syntax itself (send the bytes untouched), another one (transcode), or null: 406.</returns>
    public static Uid? SyntaxFor(Uid stored, InstanceRepresentation representation, IReadOnlyList<MediaRange> accept, Func<TransferSyntax, TransferSyntax, bool> canTranscode)
    {
        var littleEndian = TransferSyntax.ExplicitVRLittleEndian.Uid;
        var syntax = TransferSyntax.Of(stored);
        var ranges = accept.Where(range => range.Quality > 0 && Fits(range, representation)).ToList();
        foreach (var range in ranges)
        {
            // among equally wanted syntaxes the stored one costs nothing and loses nothing
            if (ranges.Exists(other => other.Quality == range.Quality && TakesAsStored(other, stored)))
                return stored;
            var target = range.TransferSyntax is null ? littleEndian : new Uid(range.TransferSyntax);
            if (IsOffered(target) && canTranscode(syntax, TransferSyntax.Of(target)))
                return target;
        }

        return ranges.Exists(range => range.TransferSyntax is null) ? stored : null;
    }

    /// <summary>PS3.18 8.7.3: Implicit VR Little Endian and Explicit VR Big Endian shall not be used.</summary>
    private static bool IsOffered(Uid target) => target.IsWellFormed && target != TransferSyntax.ImplicitVRLittleEndian.Uid && target != TransferSyntax.ExplicitVRBigEndian.Uid;

    private static bool TakesAsStored(MediaRange range, Uid stored) =>
        range.AcceptsAnySyntax || range.TransferSyntax == stored.Value
        || (range.TransferSyntax is null && (range.MediaType is "*/*" or Zip || stored == TransferSyntax.ExplicitVRLittleEndian.Uid));

    private static bool Fits(MediaRange range, InstanceRepresentation representation) => representation switch
    {
        InstanceRepresentation.Zip => range.MediaType == Zip,
        InstanceRepresentation.Single => range.AllowsSingle && range.Covers(Dicom),
        _ => range.AllowsMultipart && range.Covers(Dicom),
    };
}
