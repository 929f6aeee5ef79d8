namespace ImagingGateway.Filmless.Claims;

/// <summary>Where a line stands in the table as filtered.</summary>
/// <param name="Place">From 1; 0 when the filter does not hold the line (any more).</param>
public sealed record ClaimNeighbours((string Id, string ClaimCode)? Previous, (string Id, string ClaimCode)? Next, int Place, int Count);
