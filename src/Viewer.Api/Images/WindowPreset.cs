using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Windows for CT in Hounsfield units, by the word in the address.</summary>
/// <param name="Name">Word in the address; the text key is <c>Window</c> and the name.</param>
public sealed record WindowPreset(string Name, Window Window)
{
    public static readonly IReadOnlyList<WindowPreset> Ct =
    [
        new("soft", new Window(40, 400)),
        new("lung", new Window(-600, 1500)),
        new("bone", new Window(500, 2000)),
        new("brain", new Window(40, 80)),
    ];

    /// <summary>Null for anything that is no preset: the instance's own window is used.</summary>
    public static WindowPreset? Of(string? name) => Ct.FirstOrDefault(preset => preset.Name == name);
}
