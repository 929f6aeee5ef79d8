using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>An invented composite instance, ready to be sent.</summary>
public sealed record DemoInstance(Uid SopClassUid, Uid SopInstanceUid, TransferSyntax TransferSyntax, DataSet DataSet);
