using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>A portable copy, ready to be written as one page or as a ZIP.</summary>
/// <param name="Package">What is in it, not yet signed.</param>
/// <param name="Contents">The files that it lists, in that order.</param>
public sealed record EvidenceCopy(Uid Study, EvidencePackage Package, JsonWebSignature Manifest, IReadOnlyList<EvidenceContent> Contents, Language Language);

/// <summary>A file of the copy and where its bytes come from: pictures are kept until they are written, documents are read again.</summary>
public sealed record EvidenceContent(PackageFile File, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> ReadAsync);
