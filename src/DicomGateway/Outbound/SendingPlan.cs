using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>How one stored instance goes out: as it is, or uncompressed in another coding.</summary>
/// <param name="Instance">What.</param>
/// <param name="Context">On which context.</param>
/// <param name="Converts">The data set is read and written again; its transfer syntax was not accepted.</param>
internal sealed record SendingPlan(StoredInstance Instance, NegotiatedContext Context, bool Converts)
{
    /// <summary>Longest data set converted, in bytes: it is held in memory, twice.</summary>
    public const long MaximumConverted = 32 << 20;

    /// <summary>Null when the instance cannot go out on this association.</summary>
    /// <param name="instance">What.</param>
    /// <param name="contexts">Accepted ones.</param>
    /// <param name="mayInvoke">This side has the SCU role there.</param>
    public static SendingPlan? For(StoredInstance instance, NegotiatedContexts contexts, Func<NegotiatedContext, bool> mayInvoke)
    {
        SendingPlan? converted = null;
        foreach (var context in contexts.All)
        {
            if (context.AbstractSyntax != instance.SopClassUid || !mayInvoke(context))
                continue;
            if (context.TransferSyntax == instance.TransferSyntaxUid)
                return new SendingPlan(instance, context, Converts: false);
            if (converted is null && CanConvert(instance, context))
                converted = new SendingPlan(instance, context, Converts: true);
        }

        return converted;
    }

    private static bool CanConvert(StoredInstance instance, NegotiatedContext context) =>
        instance.DataSetLength <= MaximumConverted
        && IsNative(TransferSyntax.Of(instance.TransferSyntaxUid)) && IsNative(TransferSyntax.Of(context.TransferSyntax));

    // The GE private syntax keeps its pixels big endian under an implicit header: not ours to rewrite.
    private static bool IsNative(TransferSyntax syntax) => !syntax.IsEncapsulated && syntax != TransferSyntax.PrivateGEImplicitBigEndianPixels;
}
