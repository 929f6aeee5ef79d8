namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Second bytes of JPEG markers (ITU-T T.81 table B.1).</summary>
internal static class JpegMarker
{
    public const byte Sof0 = 0xC0, Sof1 = 0xC1, Sof2 = 0xC2, Sof3 = 0xC3, Dht = 0xC4, Jpg = 0xC8, Dac = 0xCC, Sof15 = 0xCF;
    public const byte Rst0 = 0xD0, Rst7 = 0xD7, Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, Dqt = 0xDB, Dri = 0xDD;
    public const byte App0 = 0xE0, App14 = 0xEE, App15 = 0xEF, Com = 0xFE;

    /// <summary>Start of a frame, of whatever process.</summary>
    public static bool IsStartOfFrame(byte marker) => marker is >= Sof0 and <= Sof15 and not (Dht or Jpg or Dac);
}
