using System.Diagnostics;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>The pure parts of the light viewer, tested by Node beside their source (<c>src/Viewer.Web/test</c>).</summary>
public sealed class ViewerScriptTests
{
    [ToolFact("node")]
    public async Task The_pure_parts_of_the_viewer_keep_what_their_tests_say()
    {
        using var node = Process.Start(new ProcessStartInfo(Tool.Require("node"), ["--test", "test"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Viewer.Web"), RedirectStandardOutput = true,
        })!;

        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, said);
    }
}
