namespace ImagingGateway.Storage.Maintenance;

/// <summary>What another room keeps that was made from stored bytes, such as frames for the web: it goes when they go.</summary>
public interface IObjectDerivations
{
    /// <summary>Forgets whatever was made from these bytes (<see cref="Objects.ObjectKey"/>) on this node. Never throws for what is not there.</summary>
    void Forget(IReadOnlyCollection<string> objectKeys);
}
