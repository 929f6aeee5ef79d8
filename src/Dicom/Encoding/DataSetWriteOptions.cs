using System.Buffers;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>How a data set is written.</summary>
/// <param name="PreservesForm">Undefined lengths, odd lengths and group lengths stay as they were received, so that a well-formed data set
/// comes out with the bytes it had; otherwise lengths are defined and even, and retired group lengths are left out.</param>
/// <param name="Bulk">Writes the bytes of a value that is a reference; null when there are none.</param>
public sealed record DataSetWriteOptions(bool PreservesForm, Action<BulkReference, IBufferWriter<byte>>? Bulk = null)
{
    /// <summary>Strict: what PS3.5 asks of a writer.</summary>
    public static readonly DataSetWriteOptions Canonical = new(false);

    /// <summary>The form that was read.</summary>
    public static readonly DataSetWriteOptions AsReceived = new(true);
}
