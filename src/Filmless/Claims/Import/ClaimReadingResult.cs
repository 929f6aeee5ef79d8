namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>What was read of an upload.</summary>
public sealed class ClaimReadingResult
{
    private readonly HashSet<(string?, string, string, int)> _seen = [];

    /// <summary>Lines with their place in the file.</summary>
    public List<(int Position, ClaimLine Line)> Lines { get; } = [];

    public List<ClaimRefusal> Refusals { get; } = [];

    /// <summary>Lines of services that are no imaging.</summary>
    public int Skipped { get; set; }

    /// <summary>Nothing was taken.</summary>
    public static ClaimReadingResult Refused(ClaimRefusal refusal) => new() { Refusals = { refusal } };

    /// <returns>False when the same line was there before.</returns>
    public bool Add(int position, ClaimLine line)
    {
        if (!_seen.Add((line.FacilityCode, line.ClaimCode, line.ServiceCode, line.LineNumber)))
            return false;
        Lines.Add((position, line));
        return true;
    }
}
