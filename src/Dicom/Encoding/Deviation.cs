using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>A breach of the standard that was read leniently.</summary>
/// <param name="Position">Byte offset from the start of the data set.</param>
/// <param name="Tag">The element concerned.</param>
/// <param name="Clause">The clause that is not met, such as <c>PS3.5 7.1</c>.</param>
/// <param name="Text">What was found, without any value of the data set.</param>
public sealed record Deviation(long Position, Tag Tag, string Clause, string Text);
