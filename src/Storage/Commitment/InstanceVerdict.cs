namespace ImagingGateway.Storage.Commitment;

/// <summary>What a look at an instance found.</summary>
public enum InstanceVerdict
{
    /// <summary>Published, read back from the object store, and its hash is the one of what was received.</summary>
    Safe,

    /// <summary>It, or other bytes under its UID, still waits in the spool.</summary>
    Waiting,

    /// <summary>Not in the index.</summary>
    Unknown,

    /// <summary>In the index under another SOP class.</summary>
    OtherSopClass,

    /// <summary>In the index, but its object is gone or its bytes are others.</summary>
    Damaged,
}
