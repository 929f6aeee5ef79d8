namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>Does the tasks of one kind. A task may be done twice after a crash, so doing it again must be harmless.</summary>
public interface IOutboundWork
{
    string Kind { get; }

    /// <summary>One attempt.</summary>
    Task<OutboundOutcome> RunAsync(OutboundTask task, CancellationToken cancellationToken);
}

/// <summary>What came of an attempt.</summary>
public abstract record OutboundOutcome
{
    private OutboundOutcome()
    {
    }

    /// <summary>Nothing is left to do.</summary>
    public sealed record Done : OutboundOutcome;

    /// <summary>It is too early; no attempt is counted.</summary>
    public sealed record NotYet(TimeSpan Wait) : OutboundOutcome;

    /// <summary>It failed and is tried again later.</summary>
    /// <param name="Reason">One plain clause for a technician, without patient data.</param>
    public sealed record Failed(string Reason) : OutboundOutcome;
}
