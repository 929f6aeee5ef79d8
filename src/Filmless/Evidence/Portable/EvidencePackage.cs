using System.Security.Cryptography;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence.Portable;

/// <summary>
/// What a portable copy of the evidence shows, signed as a JWS over its canonical JSON: words, pictures and documents can be held against it. The
/// images themselves are listed in the signed manifest, which it names by hash.
/// </summary>
/// <param name="Id">Under which the hospital finds the copy in its audit trail.</param>
/// <param name="MadeBy">Person or program that asked for it.</param>
/// <param name="System">Program that made it.</param>
/// <param name="Owner">Hospital that keeps the original.</param>
/// <param name="PublishedKeys">Where the hospital publishes its keys.</param>
/// <param name="ManifestSha256">Of the file <c>manifest.json</c>, hexadecimal.</param>
/// <param name="NotDrawn">Key images of which no picture could be made.</param>
/// <param name="Files">Everything in the copy but DICOM files, the manifest, the keys and this list itself.</param>
public sealed record EvidencePackage(
    string Format, string Id, DateTimeOffset MadeAt, string MadeBy, string System, string Owner, string PublishedKeys, PackagePatient Patient, PackageStudy Study,
    string ManifestSha256, string MerkleRoot, IReadOnlyList<PackageReport> Reports, IReadOnlyList<PackageFreeze> Frozen, int NotDrawn, IReadOnlyList<PackageFile> Files)
{
    public const string FormatName = "imaging-gateway/evidence-package/1";

    /// <summary>The type in the signature's header.</summary>
    public const string SignatureType = "evidence-package+jws";

    /// <summary>Names of the files that hold the copy together.</summary>
    public const string ManifestFile = "manifest.json", ListFile = "package.json", KeysFile = "jwks.json", PageFile = "evidence.html";

    /// <summary>Folder of the DICOM files, which the manifest lists.</summary>
    public const string ImagesFolder = "dicom/";

    public JsonWebSignature Sign(HospitalKeys keys) => keys.Sign(CanonicalJson.Of(this, JsonWebSignature.Form), SignatureType);
}

/// <summary>Who was examined, as shown to people.</summary>
public sealed record PackagePatient(string Name, string Id, string? BirthDate, string? Sex);

/// <summary>The exam, as shown to people.</summary>
/// <param name="Time">By the device's clock, <c>dd/MM/yyyy HH:mm</c>.</param>
public sealed record PackageStudy(
    string StudyInstanceUid, string? AccessionNumber, string? Description, string? Institution, string Time, string Modalities, int Series, int Instances, int Images);

/// <summary>A report with what is known of its signature.</summary>
/// <param name="Time">When it was finished, else received, as shown to people.</param>
/// <param name="File">Its PDF in the copy; null without one.</param>
public sealed record PackageReport(
    string Title, string Description, string Conclusion, string ReaderName, string ReaderCode, string Time, string Status, string Signature, string? Signer, string? File);

/// <summary>A frozen state of the study and how the study differs from it since.</summary>
/// <param name="File">Its signed manifest in the copy.</param>
public sealed record PackageFreeze(int Number, DateTimeOffset At, string Actor, string Reason, string MerkleRoot, StudyChange Since, string File);

/// <summary>A file of the copy.</summary>
/// <param name="Sha256">Hexadecimal.</param>
/// <param name="Image">What a picture shows; null for other files.</param>
public sealed record PackageFile(string Name, long Length, string Sha256, PackageImage? Image)
{
    public static PackageFile Of(string name, ReadOnlySpan<byte> bytes, PackageImage? image = null) => new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), image);
}

/// <summary>Of which image a picture was made.</summary>
/// <param name="Number">Place in its series, from 1 to <paramref name="Count"/>.</param>
/// <param name="Window">Word of the window; null for the image's own.</param>
public sealed record PackageImage(string SopInstanceUid, int Frame, string Series, int Number, int Count, string? Window);
