namespace ImagingGateway.Storage.Spool;

/// <summary>Files in the spool whose bytes are not those that were received.</summary>
/// <param name="Unfinished">Cut short: the power failed while they were written, and nobody was told that they are stored.</param>
/// <param name="Damaged">Changed by a failing disk after the acknowledgement.</param>
public readonly record struct SetAsideFiles(int Unfinished, int Damaged);
