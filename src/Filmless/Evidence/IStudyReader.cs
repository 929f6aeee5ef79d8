namespace ImagingGateway.Filmless.Evidence;

/// <summary>Is told whenever headers of studies are read anew, before their facts are kept: what it does is done at least once for every arrival.</summary>
internal interface IStudyReader
{
    Task OnReadAsync(IReadOnlyList<ReadStudy> studies, CancellationToken cancellationToken);
}
