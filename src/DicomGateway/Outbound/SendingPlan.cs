using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>How one stored instance goes out: as it is, or without loss in another transfer syntax the peer accepted.</summary>
/// <param name="Instance">What.</param>
/// <param name="Context">On which context.</param>
/// <param name="Converts">The stored transfer syntax was not accepted.</param>
internal sealed record SendingPlan(StoredInstance Instance, NegotiatedContext Context, bool Converts)
{
    /// <summary>What to try when the instance turns out not to have a form in this transfer syntax (32-bit samples in JPEG-LS); null: nothing.</summary>
    public SendingPlan? Otherwise { get; private init; }

    /// <summary>The stored syntax when it was accepted; else uncompressed; else a lossless compression. Null when the instance cannot go out on this association.</summary>
    /// <param name="instance">What.</param>
    /// <param name="contexts">Accepted ones; nothing else is ever sent (HTJ2K to a peer that accepted it only).</param>
    /// <param name="mayInvoke">This side has the SCU role there.</param>
    /// <param name="transcoder">Knows what can be turned into what.</param>
    public static SendingPlan? For(StoredInstance instance, NegotiatedContexts contexts, Func<NegotiatedContext, bool> mayInvoke, InstanceTranscoder transcoder)
    {
        var stored = TransferSyntax.Of(instance.TransferSyntaxUid);
        var usable = contexts.All.Where(context => context.AbstractSyntax == instance.SopClassUid && mayInvoke(context)).ToList();
        if (usable.Find(context => context.TransferSyntax == instance.TransferSyntaxUid) is { } asStored)
            return new SendingPlan(instance, asStored, Converts: false);
        return usable
            .Where(context => IsLossless(instance, TransferSyntax.Of(context.TransferSyntax)) && transcoder.CanTranscode(stored, TransferSyntax.Of(context.TransferSyntax)))
            .OrderBy(context => Rank(TransferSyntax.Of(context.TransferSyntax)))
            .Reverse()
            .Aggregate((SendingPlan?)null, (otherwise, context) => new SendingPlan(instance, context, Converts: true) { Otherwise = otherwise });
    }

    // PS3.5 A.4: compressed syntaxes are for images only.
    private static bool IsLossless(StoredInstance instance, TransferSyntax target) =>
        !target.IsEncapsulated || (instance.NumberOfFrames > 0 && FrameEncoder.IsLossless(target));

    private static int Rank(TransferSyntax target) =>
        target == TransferSyntax.ExplicitVRLittleEndian ? 0 : target == TransferSyntax.ImplicitVRLittleEndian ? 1 : target.IsEncapsulated || target.IsDeflated ? 2 : 3;
}
