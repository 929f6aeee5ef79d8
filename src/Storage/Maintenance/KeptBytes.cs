using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>Bytes the index says the object store has: of an instance, or of a version of one.</summary>
/// <param name="Id">Row id, ascending through instances and versions alike.</param>
/// <param name="IsVersion">Of a version, not of the current instance.</param>
/// <param name="Study">To whom it belongs.</param>
/// <param name="SopInstance">What it is.</param>
/// <param name="Key">The name of the bytes.</param>
/// <param name="Place">Where they lie.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record KeptBytes(long Id, bool IsVersion, Uid Study, Uid SopInstance, string Key, ObjectPlace Place, string Sha256);
