namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>How data sets without their bulk data are written for the web.</summary>
internal enum DataSetModel
{
    /// <summary>The DICOM JSON Model (PS3.18 annex F).</summary>
    Json,

    /// <summary>The Native DICOM Model (PS3.19 A.1), one part for each data set.</summary>
    Xml,
}
