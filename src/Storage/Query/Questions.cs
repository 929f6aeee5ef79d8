namespace ImagingGateway.Storage.Query;

/// <summary>Knows when somebody last asked this node for something (C-FIND, C-GET, C-MOVE, DICOMweb, pages), so that work that nobody waits for makes way.</summary>
public sealed class Questions(TimeProvider clock)
{
    /// <summary>Who asked goes on to ask for more: a page of its pictures, a viewer of the next frame.</summary>
    private const long Moment = TimeSpan.TicksPerSecond;

    private long _last;

    /// <summary>Somebody asked within the last second.</summary>
    public bool AreAsked => Math.Abs(clock.GetUtcNow().UtcTicks - Volatile.Read(ref _last)) < Moment; // of a clock that is put back no more is believed than of one that goes

    /// <summary>Somebody asks.</summary>
    public void Note() => Volatile.Write(ref _last, clock.GetUtcNow().UtcTicks);
}
