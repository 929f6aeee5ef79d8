using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Xml;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>An answer in the Native DICOM Model: one part for each data set (PS3.18 8.7.3.5), written as it is made.</summary>
internal sealed class XmlParts
{
    private readonly MultipartBoundary _boundary = new();

    private XmlParts(HttpContext context) => Body = ModelBody.Open(context, _boundary.ContentType(NativeDicomModel.MediaType));

    /// <summary>Where the parts go; whoever opened it completes it.</summary>
    public ModelBody Body { get; }

    /// <summary>Sets the headers of the answer and opens its body.</summary>
    public static XmlParts Open(HttpContext context) => new(context);

    /// <summary>Writes one part.</summary>
    public async ValueTask WriteAsync(DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null)
    {
        Body.Output.Write(_boundary.Header(NativeDicomModel.MediaType));
        await using (var stream = new PipeWriterStream(Body.Output))
            NativeDicomModel.Write(stream, dataSet, bulkDataUri);
        await Body.FlushWhenFullAsync();
    }

    /// <summary>Writes what ends the answer. Not called when it failed.</summary>
    public async Task CompleteAsync()
    {
        Body.Output.Write(_boundary.End());
        await Body.CompleteAsync();
    }
}
