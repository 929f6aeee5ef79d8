using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>The bytes of an instance are not those that were received: whoever reads them must not take them for the instance.</summary>
public sealed class DamagedInstanceException(Uid sopInstanceUid)
    : IOException($"The stored bytes of instance {sopInstanceUid} are not those that were received. Run 'imaging-gateway verify', then have it sent again or restore it.")
{
    /// <summary>Which.</summary>
    public Uid SopInstanceUid { get; } = sopInstanceUid;
}
