using System.Collections.Concurrent;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>The associations being served; knows how many there are and ends them at shutdown.</summary>
public sealed class AssociationRegistry
{
    private readonly ConcurrentDictionary<Association, byte> _associations = new();

    public int Count => _associations.Count;

    internal void Enter(Association association) => _associations.TryAdd(association, 0);

    internal void Leave(Association association) => _associations.TryRemove(association, out _);
}
