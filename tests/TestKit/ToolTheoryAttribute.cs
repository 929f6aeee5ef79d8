using Xunit;

namespace ImagingGateway.TestKit;

/// <summary>A theory that needs an external program; see <see cref="ToolFactAttribute"/>.</summary>
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string tool)
    {
        if (Tool.PathOf(tool) is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"'{tool}' is not installed; ./test installs it.";
    }
}
