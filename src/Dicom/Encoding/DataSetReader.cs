using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Reads a whole data set that is already in memory (identifiers, command sets, small files).</summary>
public static class DataSetReader
{
    /// <summary>Reads every element; value bytes are slices of <paramref name="bytes"/> where the byte order allows it.</summary>
    /// <exception cref="MalformedDataSetException">The bytes are no data set in this syntax.</exception>
    public static DataSet Read(ReadOnlyMemory<byte> bytes, TransferSyntax syntax) => throw new NotImplementedException();
}
