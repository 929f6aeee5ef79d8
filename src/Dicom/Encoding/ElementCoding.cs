namespace ImagingGateway.Dicom.Encoding;

/// <summary>How element headers are coded: with or without VR, in which byte order (PS3.5 7.1, 7.3).</summary>
internal readonly record struct ElementCoding(bool IsExplicitVR, bool IsBigEndian)
{
    /// <summary>Inside UN of undefined length everything is implicit little endian (PS3.5 6.2.2 note 2).</summary>
    public static readonly ElementCoding ImplicitLittleEndian = new(false, false);

    public static ElementCoding Of(TransferSyntax syntax) => new(syntax.IsExplicitVR, syntax.IsBigEndian);
}
