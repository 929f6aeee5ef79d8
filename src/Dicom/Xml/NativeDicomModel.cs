using System.Text;
using System.Xml;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Xml;

/// <summary>The Native DICOM Model, data sets as XML (PS3.19 A.1), out only.</summary>
public static class NativeDicomModel
{
    /// <summary>The media type of a response (PS3.18 8.7.3.5).</summary>
    public const string MediaType = "application/dicom+xml";

    internal const string Namespace = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize, CloseOutput = false };

    /// <summary>Writes one data set as an XML document in UTF-8. Text is decoded; Specific Character Set is written as ISO_IR 192.
    /// Group lengths are left out; characters that XML 1.0 has not become U+FFFD.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="dataSet">What.</param>
    /// <param name="bulkDataUri">Names a value that is a <see cref="BulkReference"/> or fragments; null leaves such a value out.
    /// The path is that of the element, as in DICOM JSON: <c>7FE00010</c> or <c>00081140/0/00081199</c> (items count from 0).</param>
    public static void Write(Stream output, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null)
    {
        using var xml = XmlWriter.Create(output, Settings);
        xml.WriteStartDocument();
        xml.WriteStartElement("NativeDicomModel", Namespace);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        new NativeDicomModelWriter(xml, bulkDataUri).Write(dataSet, string.Empty);
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }
}
