using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Spool;

/// <summary>Which instances waited in the spool at one moment, in the lanes of all processes on this data directory.</summary>
/// <param name="keys">What their names in the spool say of their SOP Instance UIDs; null: a name from before it was said.</param>
public sealed class WaitingInstances(IEnumerable<string?> keys)
{
    private const int Digits = 16;

    private readonly HashSet<string?> _keys = [.. keys];

    /// <summary>True when bytes under the UID waited, or may have.</summary>
    public bool Contains(Uid sopInstance) => _keys.Contains(null) || _keys.Contains(KeyOf(sopInstance));

    /// <summary>What the name of an entry says of the instance: nothing received is in it.</summary>
    internal static string KeyOf(Uid sopInstance) => ObjectKey.Hash(sopInstance, Digits);
}
