using Xunit;

namespace ImagingGateway.TestKit;

/// <summary>A theory that mounts a volume or gives a file to another user. As another user than root: skipped and said so on a laptop, run (and failing) in CI.</summary>
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute()
    {
        if (!Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "Only root may do this.";
    }
}
