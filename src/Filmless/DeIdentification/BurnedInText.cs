using System.Collections.Frozen;
using System.Text.Json;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>
/// Whether the pixels of an instance may name the patient. What the device says of them counts first (Burned In Annotation, PS3.3 C.7.6.1.1.1);
/// where it says nothing, kinds of images into which names are usually written are suspected. Nothing looks at the pixels themselves.
/// </summary>
internal static class BurnedInText
{
    private const string StorageClasses = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Below <see cref="StorageClasses"/>: ultrasound, secondary capture, XA and RF, visible light (PS3.4 B.5).</summary>
    private static readonly string[] Classes = ["3", "6", "7", "12", "77.1"];

    /// <summary>Ultrasound, fluoroscopy and angiography, cameras and scopes, hard copies, and "other", the retired ones too (PS3.3 C.7.3.1.1.1).</summary>
    private static readonly FrozenSet<string> Modalities = FrozenSet.Create(
        StringComparer.Ordinal,
        "US", "IVUS", "EC", "DD", "CD", "RF", "XA", "DF", "VF", "CF", "DS", "FA", "ES", "XC", "GM", "SM", "OP", "DG", "LP", "CP", "FS", "CS", "TG", "HC", "OT");

    /// <summary>Digitised video, film and paper (PS3.3 C.8.6.1).</summary>
    private static readonly FrozenSet<string> Conversions = FrozenSet.Create(StringComparer.Ordinal, "DV", "DF", "SD", "SI", "DRW");

    /// <summary>How an image counts that is left out; nothing when it may be shown.</summary>
    public static LeftOut Of(StoredInstance instance, ReadOnlyMemory<byte> json)
    {
        if (instance.NumberOfFrames == 0)
            return new LeftOut(0, 0, 1);
        using var document = JsonDocument.Parse(json);
        var attributes = document.RootElement;
        var mark = Values(attributes, "00280301").FirstOrDefault("");
        if (Values(attributes, "00280302").Contains("YES") || mark is not ("" or "NO"))
            return new LeftOut(instance.NumberOfFrames, 0, 0);
        return mark != "NO" && IsSuspect(instance.SopClassUid.Value, attributes) ? new LeftOut(0, instance.NumberOfFrames, 0) : LeftOut.Nothing;
    }

    private static bool IsSuspect(string sopClass, JsonElement attributes) =>
        !sopClass.StartsWith(StorageClasses, StringComparison.Ordinal) // of a manufacturer's own class, or a film sheet's, nothing is known
        || Classes.Any(number => $"{sopClass}.".StartsWith($"{StorageClasses}{number}.", StringComparison.Ordinal))
        || Values(attributes, "00080060").Any(Modalities.Contains)
        || Values(attributes, "00080064").Any(Conversions.Contains)
        || Values(attributes, "00080008").Any(value => value.Contains("SCREEN", StringComparison.Ordinal));

    private static IEnumerable<string> Values(JsonElement attributes, string tag) =>
        attributes.TryGetProperty(tag, out var element) && element.TryGetProperty("Value", out var values)
            ? values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!.Trim().ToUpperInvariant()) : [];
}
