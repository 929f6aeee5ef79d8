namespace ImagingGateway.Dicom.Values;

/// <summary>What <see cref="VR"/> answers from; one row of PS3.5 table 6.2-1 as bits.</summary>
[Flags]
internal enum VRTraits
{
    Unknown = 0,
    Unit2 = 1,
    Unit4 = 2,
    Unit8 = 3,
    Known = 4,
    LongHeader = 8,
    Text = 16,
    CharacterSet = 32,
    MultiValued = 64,
}
