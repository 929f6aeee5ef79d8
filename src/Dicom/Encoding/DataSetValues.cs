using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Typed access to the values of a data set: decoding by VR and character set, lenient in reading, strict in setting.</summary>
public static class DataSetValues
{
    /// <summary>First value as text, decoded and trimmed as its VR demands; null when absent or empty.</summary>
    public static string? GetString(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>All values as text; empty when absent.</summary>
    public static IReadOnlyList<string> GetStrings(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>First value as UID; the empty UID when absent.</summary>
    public static Uid GetUid(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>First value as integer, from US SS UL SL UV SV AT IS (and lenient DS); null when absent or unreadable.</summary>
    public static long? GetInteger(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>All values as numbers, from FL FD DS IS and the integer VRs.</summary>
    public static IReadOnlyList<double> GetNumbers(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>First value as number; null when absent or unreadable.</summary>
    public static double? GetNumber(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>Items of a sequence; empty when absent.</summary>
    public static IReadOnlyList<DataSet> GetItems(this DataSet dataSet, Tag tag) => throw new NotImplementedException();

    /// <summary>Sets text values with the VR of the dictionary (or the one given), encoded in the data set's own character set
    /// (set Specific Character Set first; ISO_IR 192 recommended), padded to even length.</summary>
    public static DataSet SetString(this DataSet dataSet, Tag tag, params ReadOnlySpan<string> values) => throw new NotImplementedException();

    public static DataSet SetString(this DataSet dataSet, Tag tag, VR vr, params ReadOnlySpan<string> values) => throw new NotImplementedException();

    /// <summary>Sets binary integers with the VR of the dictionary: US SS UL SL UV SV AT.</summary>
    public static DataSet SetInteger(this DataSet dataSet, Tag tag, params ReadOnlySpan<long> values) => throw new NotImplementedException();

    /// <summary>Sets numbers with the VR of the dictionary: FL FD (binary) or DS IS (text).</summary>
    public static DataSet SetNumber(this DataSet dataSet, Tag tag, params ReadOnlySpan<double> values) => throw new NotImplementedException();

    /// <summary>Sets an element with no value, VR from the dictionary.</summary>
    public static DataSet SetEmpty(this DataSet dataSet, Tag tag) => throw new NotImplementedException();
}
