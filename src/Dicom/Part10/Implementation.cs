using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>How this implementation names itself in file meta information and associations (PS3.7 D.3.3.2).</summary>
public static class Implementation
{
    /// <summary>Implementation Class UID (PS3.7 D.3.3.2).</summary>
    public static readonly Uid ClassUid = new("2.25.285106319746081294375012236910748123671");

    /// <summary>Implementation Version Name, at most 16 characters.</summary>
    public const string VersionName = "IMGGATEWAY_01";
}
