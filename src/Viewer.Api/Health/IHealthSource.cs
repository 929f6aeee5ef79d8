namespace ImagingGateway.Viewer.Api.Health;

/// <summary>A room that the pages do not see, but whose state belongs on the health page.</summary>
public interface IHealthSource
{
    /// <summary>Quick: no network, no database. Null when there is nothing to tell.</summary>
    HealthCheck? Read();
}
