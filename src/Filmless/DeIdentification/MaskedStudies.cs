using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>The studies that links without names show, by the UIDs they show. Kept from a link's first use until the process ends: a few hundred bytes each.</summary>
/// <param name="archive">The real one, made when first needed.</param>
public sealed class MaskedStudies(SigningKey key, Lazy<IInstanceRetrieve> archive)
{
    private readonly ConcurrentDictionary<Uid, MaskedStudy> _studies = new();

    internal IInstanceRetrieve Archive => archive.Value;

    /// <summary>The link as its bearer is to see it: for a link without names, its studies are others, which only stand for the real ones.</summary>
    public StudyLink Mask(StudyLink link)
    {
        if (!link.IsDeidentified)
            return link;
        var identities = new DeIdentifier(key, link.Id, link.Dates);
        var shown = link.StudyInstanceUids.Select(study => _studies.GetOrAdd(identities.Of(study), (_, real) => new MaskedStudy(identities, real, Archive), study).Shown);
        return link with { StudyInstanceUids = [.. shown] };
    }

    public bool TryGet(Uid shown, [NotNullWhen(true)] out MaskedStudy? study) => _studies.TryGetValue(shown, out study);

    /// <summary>What of the studies of a link is not shown because their names are not.</summary>
    public async Task<LeftOut> LeftOutAsync(StudyLink link, CancellationToken cancellationToken)
    {
        var sum = LeftOut.Nothing;
        foreach (var shown in Mask(link).StudyInstanceUids)
        {
            if (TryGet(shown, out var study))
                sum += await study.LeftOutAsync(cancellationToken);
        }

        return sum;
    }

    /// <summary>For the audit trail: the study that was really looked at.</summary>
    public Uid RealOf(Uid shown) => TryGet(shown, out var study) ? study.Real : shown;
}
