using System.Buffers;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Writes a data set strictly: ascending tags, even lengths, defined lengths, the VR as held.</summary>
public static class DataSetWriter
{
    /// <summary>Writes the data set in the given syntax; for the deflated syntax the output is deflated.</summary>
    public static void Write(IBufferWriter<byte> output, DataSet dataSet, TransferSyntax syntax) => throw new NotImplementedException();
}
