using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>The UIDs in a request's path. Received text becomes a <see cref="Uid"/> here or nothing.</summary>
/// <param name="Study">Null when the path names none.</param>
internal sealed record DicomWebPath(Uid? Study, Uid? Series, Uid? Instance)
{
    public RetrieveScope Scope => new(ListOf(Study), ListOf(Series), ListOf(Instance));

    /// <summary>False when a UID in the path is no UID; <paramref name="fault"/> is then a sentence for the client.</summary>
    public static bool TryRead(HttpContext context, [NotNullWhen(true)] out DicomWebPath? path, [NotNullWhen(false)] out string? fault)
    {
        path = null;
        if (!TryReadUid(context, "study", out var study, out fault) || !TryReadUid(context, "series", out var series, out fault)
            || !TryReadUid(context, "instance", out var instance, out fault))
        {
            return false;
        }

        path = new DicomWebPath(study, series, instance);
        return true;
    }

    /// <summary>Frame numbers of a list such as <c>1,3</c>, in the order given; null when the text is no such list.</summary>
    public static IReadOnlyList<int>? ReadFrames(string text)
    {
        var frames = new List<int>();
        foreach (var number in text.Split(','))
        {
            // PS3.18 10.4.1.1.4: non-duplicate numbers from 1
            if (!int.TryParse(number.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var frame) || frame < 1 || frames.Count >= 100_000)
                return null;
            frames.Add(frame);
        }

        return frames.Count == 1 || frames.Distinct().Count() == frames.Count ? frames : null;
    }

    private static bool TryReadUid(HttpContext context, string name, out Uid? uid, [NotNullWhen(false)] out string? fault)
    {
        uid = null;
        fault = null;
        if (context.GetRouteValue(name) is not string text)
            return true;
        uid = new Uid(text);
        if (uid.Value.IsAcceptable)
            return true;
        fault = $"The {name} in the address is not a UID: 1 to 64 digits and dots are expected.";
        return false;
    }

    private static Uid[] ListOf(Uid? uid) => uid is { } value ? [value] : [];
}
