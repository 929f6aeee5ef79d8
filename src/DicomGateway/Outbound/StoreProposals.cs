using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>
/// Presentation contexts for sending: one per pair of SOP class and stored transfer syntax, so that the acceptor's choice
/// is always the stored one, and one more per SOP class for instances that have to be decompressed or converted. At most 128
/// contexts fit an association (PS3.8 9.3.2.2), so there may be several batches; the contexts of a SOP class stay together.
/// </summary>
public sealed class StoreProposals
{
    private const int MaximumContexts = 128;

    private static readonly Uid[] Convertible =
    [
        TransferSyntax.ExplicitVRLittleEndian.Uid, TransferSyntax.ImplicitVRLittleEndian.Uid,
    ];

    private readonly Dictionary<(Uid SopClass, Uid TransferSyntax), int> _batchOf = [];
    private readonly List<List<PresentationContextProposal>> _batches = [];

    private StoreProposals()
    {
    }

    /// <summary>What to propose on each association.</summary>
    public IReadOnlyList<IReadOnlyList<PresentationContextProposal>> Batches => _batches;

    /// <summary>Which association an instance goes on.</summary>
    public int BatchOf(Uid sopClass, Uid transferSyntax) => _batchOf[(sopClass, transferSyntax)];

    public static StoreProposals For(IEnumerable<(Uid SopClass, Uid TransferSyntax)> instances)
    {
        var proposals = new StoreProposals();
        foreach (var sopClass in instances.Distinct().GroupBy(pair => pair.SopClass))
        {
            foreach (var syntaxes in sopClass.Select(pair => pair.TransferSyntax).Chunk(MaximumContexts - 1))
                proposals.Add(sopClass.Key, syntaxes);
        }

        return proposals;
    }

    private void Add(Uid sopClass, Uid[] syntaxes)
    {
        if (_batches.Count == 0 || _batches[^1].Count + syntaxes.Length + 1 > MaximumContexts)
            _batches.Add([]);
        var batch = _batches[^1];
        foreach (var syntax in syntaxes)
        {
            batch.Add(new PresentationContextProposal(NextId(batch), sopClass, [syntax]));
            _batchOf[(sopClass, syntax)] = _batches.Count - 1;
        }

        batch.Add(new PresentationContextProposal(NextId(batch), sopClass, Convertible));
    }

    private static byte NextId(List<PresentationContextProposal> batch) => (byte)((batch.Count * 2) + 1);
}
