namespace ImagingGateway.Storage.Maintenance;

/// <summary>What a backup does with the images.</summary>
public enum BackupImages
{
    /// <summary>Leaves them out.</summary>
    None,

    /// <summary>Copies those that are not there yet, and reads all copies back, also those of earlier runs.</summary>
    All,

    /// <summary>Copies those that are not there yet, and reads these back; of the others only the length is looked at.</summary>
    New,
}
