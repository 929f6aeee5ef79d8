namespace ImagingGateway.Dicom.Dictionary;

/// <summary>How many values an attribute may have (PS3.5 6.4).</summary>
/// <param name="Least">At least so many.</param>
/// <param name="Most">At most so many; null when unbounded.</param>
/// <param name="Step">Unbounded counts are multiples of this, as in 3-3n.</param>
public readonly record struct ValueMultiplicity(int Least, int? Most, int Step)
{
    /// <summary>The number of values is allowed; zero always is (an empty element is a question of type, not of multiplicity).</summary>
    public bool Allows(int count) => count == 0 || (count >= Least && count <= (Most ?? int.MaxValue) && (Step <= 1 || count % Step == 0));

    /// <summary>As in PS3.6: 1, 1-3, 1-n, 2-2n.</summary>
    public override string ToString() => Most switch
    {
        { } most when most == Least => $"{Least}",
        { } most => $"{Least}-{most}",
        null => Step > 1 ? $"{Least}-{Step}n" : $"{Least}-n",
    };
}
