using Xunit;

namespace ImagingGateway.TestKit;

/// <summary>A fact that needs an external program. Without it: skipped and said so on a laptop, run (and failing) in CI.</summary>
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        if (Tool.PathOf(tool) is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"'{tool}' is not installed; ./test installs it.";
    }
}
