using System.Globalization;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// An acknowledged instance waiting in the spool. All that recovery must know is in the file's name, so that giving the
/// name and one flush make bytes and facts durable together; a name whose length or hash does not fit its bytes was never acknowledged.
/// Nothing received is in the name.
/// </summary>
/// <param name="Id">UTC ticks of the arrival, made unique and ascending by the process that received it; two processes may give the same.</param>
/// <param name="SourceKey">Names a file in <c>sources</c>: 16 hexadecimal digits.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Sha256">Of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="Segment">Directory below <c>waiting</c>.</param>
/// <param name="Instance">Tells the SOP Instance UID (<see cref="WaitingInstances.KeyOf"/>); null in a name from before it was told.</param>
internal sealed record SpoolEntry(long Id, string SourceKey, long Length, string Sha256, int Segment, string? Instance = null)
{
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Id:x16}-{SourceKey}-{Length:x}-{Sha256}{(Instance is null ? null : "-")}{Instance}");

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt => new(Id, TimeSpan.Zero);

    /// <summary>Reads a name; null when it is none of ours.</summary>
    public static SpoolEntry? Parse(string fileName, int segment)
    {
        if (fileName.Split('-') is not [{ Length: 16 } id, { Length: 16 } source, var length, { Length: 64 } sha256, .. { Length: <= 1 } rest])
            return null;
        var valid = long.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            & long.TryParse(length, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes)
            & long.TryParse(source, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _) & rest is [] or [{ Length: 16 }];
        return valid && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new SpoolEntry(ticks, source, bytes, sha256, segment, rest is [var instance] ? instance : null) : null;
    }
}
