namespace ImagingGateway.Viewer.Api.Resources;

/// <summary>Languages of the pages; Vietnamese is what a person gets who chose nothing.</summary>
public enum Language
{
    Vi,
    En,
}
