namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>A window with one of the three functions of PS3.3 C.11.2.1.2 and C.11.2.1.3.</summary>
internal sealed record WindowVoi : VoiTransform
{
    private readonly Window _window;

    private WindowVoi(Window window) => _window = window;

    /// <summary>Null when there is none, or it is senseless (no width, not a number).</summary>
    public static WindowVoi? Of(Window? window)
    {
        if (window is null || !double.IsFinite(window.Center) || !double.IsFinite(window.Width) || window.Width <= 0)
            return null;
        // LINEAR demands a width of at least 1; below that only LINEAR_EXACT makes sense (C.11.2.1.2.1)
        return new WindowVoi(window is { Function: WindowFunction.Linear, Width: < 1 } ? window with { Function = WindowFunction.LinearExact } : window);
    }

    /// <summary>The same window without the half steps of LINEAR.</summary>
    public WindowVoi Exact => _window.Function == WindowFunction.Linear ? new WindowVoi(_window with { Function = WindowFunction.LinearExact }) : this;

    /// <summary>The window from a least value (black) to a greatest one (white).</summary>
    public static WindowVoi Between(double least, double most) =>
        new(new Window((least + most) / 2, Math.Max(most - least, double.Epsilon), WindowFunction.LinearExact));

    public override double Apply(double value)
    {
        var (center, width, function) = _window;
        switch (function)
        {
            case WindowFunction.Sigmoid:
                return 1 / (1 + Math.Exp(-4 * (value - center) / width));
            case WindowFunction.LinearExact:
                return value <= center - (width / 2) ? 0 : value > center + (width / 2) ? 1 : ((value - center) / width) + 0.5;
            default:
                var (middle, half) = (center - 0.5, (width - 1) / 2);
                return value <= middle - half ? 0 : value > middle + half ? 1 : ((value - middle) / (width - 1)) + 0.5;
        }
    }
}
