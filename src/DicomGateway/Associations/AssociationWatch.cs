namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Gives an association up when its peer neither sends what is awaited nor takes what is sent. Costs the data path nothing.</summary>
internal sealed class AssociationWatch : IDisposable
{
    private readonly Association _association;
    private readonly long _limit;
    private readonly Timer _timer;

    public AssociationWatch(Association association, TimeSpan limit)
    {
        _association = association;
        _limit = (long)limit.TotalMilliseconds;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 4, 20, 5000));
        _timer = new Timer(static state => ((AssociationWatch)state!).Look(), this, period, period);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (IsOver(_association.AwaitingSince) || IsOver(_association.Writer.WaitingSince))
            _association.GiveUp();
    }

    private bool IsOver(long since) => since != 0 && Environment.TickCount64 - since > _limit;
}
