using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>One row of PS3.6 annex A.</summary>
/// <param name="Uid">The identifier.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Keyword">The keyword; empty for two retired rows.</param>
/// <param name="Name">The name in words.</param>
/// <param name="IsRetired">No longer in the standard's use.</param>
/// <param name="IsStorage">A SOP class whose instances are stored by C-STORE (PS3.4 B.5, GG.3, and retired ones).</param>
public sealed record UidEntry(Uid Uid, UidKind Kind, string Keyword, string Name, bool IsRetired, bool IsStorage);
