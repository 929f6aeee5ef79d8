using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>Chooses how frames and encapsulated pixel data are sent. Pure.</summary>
/// <remarks>
/// PS3.18 8.7.3: octet-stream without a transfer-syntax parameter means Explicit VR Little Endian, so compressed frames are
/// decoded for it; <c>transfer-syntax=*</c> takes whatever is stored, and says in the part's Content-Type what that is
/// (which is what OHIF asks and reads). A compressed media type without the parameter takes any syntax of its family: the
/// table's default (JPEG lossless for image/jpeg) would refuse the baseline JPEG that such clients can show.
/// </remarks>
internal static class FrameNegotiation
{
    private static readonly Uid LittleEndian = TransferSyntax.ExplicitVRLittleEndian.Uid;

    /// <param name="accept">Best first, from <see cref="AcceptHeader"/>.</param>
    /// <param name="stored">Syntax of the stored instance.</param>
    /// <param name="isOneFrame">Only then may the answer be single part.</param>
    /// <param name="canTranscode">Frames can be had in this syntax here.</param>
    /// <returns>Null when nothing fits: 406.</returns>
    public static FrameRepresentation? Choose(IReadOnlyList<MediaRange> accept, TransferSyntax stored, bool isOneFrame, Func<TransferSyntax, bool> canTranscode)
    {
        foreach (var range in accept)
        {
            if (range.Quality <= 0 || (!range.AllowsMultipart && !isOneFrame))
                continue;
            var chosen = (stored.IsEncapsulated ? Compressed(range, stored, canTranscode) : Native(range, stored)) ?? Encoded(range, canTranscode);
            if (chosen is not null && !IsExcluded(accept, chosen))
                return chosen with { IsMultipart = range.AllowsMultipart };
        }

        return null;
    }

    private static FrameRepresentation? Native(MediaRange range, TransferSyntax stored)
    {
        if (!range.Covers(BulkMediaTypes.OctetStream))
            return null;

        // PS3.18 8.7.3: implicit and big endian shall not be used; implicit little endian pixels are the same bytes anyway
        var isBigEndian = stored.IsBigEndian || stored == TransferSyntax.PrivateGEImplicitBigEndianPixels;
        var fits = range.TransferSyntax is null or "*" || range.TransferSyntax == LittleEndian.Value || range.TransferSyntax == stored.Uid.Value;
        return fits ? new FrameRepresentation(true, BulkMediaTypes.OctetStream, LittleEndian, isBigEndian) : null;
    }

    private static FrameRepresentation? Compressed(MediaRange range, TransferSyntax stored, Func<TransferSyntax, bool> canTranscode)
    {
        var storedType = BulkMediaTypes.Of(stored.Uid);
        var octets = range.Covers(BulkMediaTypes.OctetStream);
        if (range.AcceptsAnySyntax || range.TransferSyntax == stored.Uid.Value)
        {
            var type = range.MediaType == BulkMediaTypes.OctetStream ? BulkMediaTypes.OctetStream : storedType;
            return range.Covers(type) ? new FrameRepresentation(true, type, stored.Uid, false) : null;
        }

        if (range.TransferSyntax is null && !octets && range.Covers(storedType))
            return new FrameRepresentation(true, storedType, stored.Uid, false);
        if (octets && canTranscode(TransferSyntax.ExplicitVRLittleEndian) && (range.TransferSyntax is null || range.TransferSyntax == LittleEndian.Value))
            return new FrameRepresentation(true, BulkMediaTypes.OctetStream, LittleEndian, true);

        // nothing is refused to a client that takes anything: what cannot be decoded here (video) goes as it is
        return range is { TransferSyntax: null, MediaType: "*/*" } ? new FrameRepresentation(true, storedType, stored.Uid, false) : null;
    }

    /// <summary>Another compressed syntax than the stored one, when it is named or its media type has one lossless form that we write.</summary>
    private static FrameRepresentation? Encoded(MediaRange range, Func<TransferSyntax, bool> canTranscode)
    {
        var uid = range.TransferSyntax ?? BulkMediaTypes.LosslessSyntaxOf(range.MediaType);
        if (uid is null or "*" || TransferSyntax.Of(new Uid(uid)) is not { IsEncapsulated: true } target || !canTranscode(target))
            return null;
        var type = range.MediaType == BulkMediaTypes.OctetStream ? BulkMediaTypes.OctetStream : BulkMediaTypes.Of(target.Uid);
        return range.Covers(type) ? new FrameRepresentation(true, type, target.Uid, false) { IsEncoded = true } : null;
    }

    private static bool IsExcluded(IReadOnlyList<MediaRange> accept, FrameRepresentation chosen) =>
        accept.Any(range => range.Quality <= 0 && range.MediaType == chosen.MediaType
            && (range.TransferSyntax is null || range.TransferSyntax == chosen.TransferSyntax.Value));
}
