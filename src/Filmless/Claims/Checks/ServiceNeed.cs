namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>What a service asks of its images; null or empty where it asks for nothing.</summary>
/// <param name="Modalities">Any of them fits.</param>
/// <param name="BodyParts">Any of them fits; values of Body Part Examined (0018,0015).</param>
/// <param name="Views">Least number of distinct views ("n phim").</param>
/// <param name="DetectorRows">Least number of CT detector rows.</param>
/// <param name="FieldStrength">Least field strength in tesla.</param>
/// <param name="Contrast">With or without contrast.</param>
public sealed record ServiceNeed(
    IReadOnlyList<string> Modalities, IReadOnlyList<string> BodyParts, int? Views, int? DetectorRows, double? FieldStrength, bool? Contrast);
