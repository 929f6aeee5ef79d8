namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Which windows help with a series, the most useful first. Pure.</summary>
internal static class SeriesWindows
{
    // words of series descriptions, English and Vietnamese (with and without accents), and what they ask for
    private static readonly (string Preset, string[] Words)[] ByDescription =
    [
        ("lung", ["LUNG", "PHỔI", "PHOI", "NHU MÔ", "NHU MO"]),
        ("bone", ["BONE", "XƯƠNG", "XUONG", "OSTEO"]),
        ("brain", ["BRAIN", "NÃO", "SỌ NÃO", "SO NAO"]),
        ("soft", ["MEDIASTIN", "SOFT", "TRUNG THẤT", "TRUNG THAT", "MÔ MỀM", "MO MEM"]),
    ];

    // CS values of Body Part Examined (PS3.16 annex L)
    private static readonly (string[] Order, string[] Parts)[] ByBodyPart =
    [
        (["lung", "soft", "bone"], ["CHEST", "LUNG", "THORAX", "CHESTABDOMEN", "CHESTABDPELVIS"]),
        (["brain", "bone", "soft"], ["HEAD", "BRAIN", "SKULL"]),
        (["bone", "soft", "lung"],
        [
            "SPINE", "CSPINE", "TSPINE", "LSPINE", "SSPINE", "CTSPINE", "TLSPINE", "LSSPINE", "PELVIS", "HIP", "FEMUR", "KNEE", "LEG", "ANKLE", "FOOT", "SHOULDER", "HUMERUS",
            "ELBOW", "FOREARM", "WRIST", "HAND", "EXTREMITY", "SINUS", "PNS", "ORBIT", "MANDIBLE", "MAXILLA", "JAW", "FACE", "EAR", "IAC", "TMJ", "RIB", "STERNUM", "CLAVICLE", "SCAPULA",
        ]),
    ];

    private static readonly string[] Otherwise = ["soft", "bone", "lung"];

    /// <summary>Empty for anything but CT, whose values alone are Hounsfield units: there the image's own window is right.</summary>
    public static IReadOnlyList<WindowPreset> Of(string modality, string? bodyPart, string? description)
    {
        if (modality != "CT")
            return [];
        var part = (bodyPart ?? "").Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var text = (description ?? "").ToUpperInvariant();
        var order = ByBodyPart.FirstOrDefault(one => one.Parts.Contains(part)).Order ?? Otherwise;
        var named = ByDescription.FirstOrDefault(one => one.Words.Any(word => text.Contains(word, StringComparison.Ordinal))).Preset;
        return [.. (named is null ? order : order.Prepend(named)).Distinct().Select(name => WindowPreset.Of(name)!)];
    }
}
