using ImagingGateway.Filmless.Claims.Import;

namespace ImagingGateway.Filmless.Claims;

/// <summary>One import.</summary>
/// <param name="Name">Name of the upload.</param>
/// <param name="DeadlineAt">By when its lines should be decided.</param>
/// <param name="LineCount">Lines taken.</param>
/// <param name="SkippedCount">Lines of services that are no imaging.</param>
public sealed record ClaimFile(
    string Id, string Name, string ImportedBy, DateTimeOffset ImportedAt, DateTimeOffset DeadlineAt, int LineCount, int SkippedCount, IReadOnlyList<ClaimRefusal> Refusals);

/// <summary>By what a line is known again when it is filed a second time.</summary>
internal sealed record ClaimKey(string Facility, string ClaimCode, string ServiceCode, int LineNumber);

/// <summary>A line about to be kept, under a new id or the one it has.</summary>
internal sealed record NewClaimLine(string Id, int Position, string Facility, ClaimLine Line);
