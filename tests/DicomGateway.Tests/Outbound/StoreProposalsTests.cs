using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Outbound;

namespace ImagingGateway.DicomGateway.Tests.Outbound;

public sealed class StoreProposalsTests
{
    [Fact]
    public void EveryPairHasAContextOfItsOwnAndEveryClassAFallback()
    {
        var proposals = StoreProposals.For(
        [
            (Uids.CTImageStorage, Uids.RLELossless), (Uids.MRImageStorage, TransferSyntax.ExplicitVRBigEndian.Uid), (Uids.CTImageStorage, Uids.RLELossless),
        ]);
        var contexts = Assert.Single(proposals.Batches);
        Assert.Equal(
            [
                (1, Uids.CTImageStorage, Uids.RLELossless.Value),
                (3, Uids.CTImageStorage, "1.2.840.10008.1.2.1 1.2.840.10008.1.2"),
                (5, Uids.MRImageStorage, TransferSyntax.ExplicitVRBigEndian.Uid.Value),
                (7, Uids.MRImageStorage, "1.2.840.10008.1.2.1 1.2.840.10008.1.2"),
            ],
            contexts.Select(context => ((int)context.Id, context.AbstractSyntax, string.Join(' ', context.TransferSyntaxes))));
    }

    [Fact]
    public void MoreThan128ContextsTakeSeveralAssociations()
    {
        var pairs = Enumerable.Range(1, 300).Select(i => (SopClass: new Uid($"1.2.{i % 40}"), TransferSyntax: new Uid($"1.3.{i}"))).ToList();
        var proposals = StoreProposals.For(pairs);
        Assert.All(proposals.Batches, batch => Assert.InRange(batch.Count, 1, 128));
        Assert.All(proposals.Batches, batch => Assert.Equal(batch.Count, batch.Select(context => context.Id).Where(id => id % 2 == 1).Distinct().Count()));
        Assert.All(pairs, pair => Assert.Contains(
            proposals.Batches[proposals.BatchOf(pair.SopClass, pair.TransferSyntax)],
            context => context.AbstractSyntax == pair.SopClass && context.TransferSyntaxes.Contains(pair.TransferSyntax)));
    }
}
