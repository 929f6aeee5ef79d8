using ImagingGateway.Filmless.Evidence.Verification;

namespace ImagingGateway.Host.Commands;

/// <summary>Prints what a verification found: a line each, and one word at the end.</summary>
internal static class Findings
{
    /// <returns>True when there is a fault.</returns>
    public static bool Print(IEnumerable<Finding> findings, string? subject)
    {
        if (subject is not null)
            Console.WriteLine(subject);
        var isFaulty = false;
        foreach (var finding in findings)
        {
            isFaulty |= finding.IsFault;
            Console.WriteLine($"{(finding.IsFault ? "FAULT" : "ok   ")}  {finding.Text}");
        }

        Console.WriteLine(isFaulty ? "NOT as it was signed." : "As it was signed.");
        return isFaulty;
    }
}
