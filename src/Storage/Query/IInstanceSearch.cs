using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Storage.Query;

/// <summary>C-FIND and QIDO-RS.</summary>
public interface IInstanceSearch
{
    /// <summary>Answers as data sets in ISO_IR 192 holding the return keys; stable order, newest study first. Streams.</summary>
    /// <exception cref="InvalidQueryException">Thrown before the first answer.</exception>
    IAsyncEnumerable<DataSet> SearchAsync(IndexQuery query, CancellationToken cancellationToken);
}
