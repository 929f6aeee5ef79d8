using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>A line of the audit trail as a FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html), codes of PS3.16 CID 400 and 401.</summary>
internal static class FhirAuditEvent
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(AuditRow row)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, Compact))
        {
            var (code, display, action) = TypeOf(row.Action);
            json.WriteStartObject();
            json.WriteString("resourceType", "AuditEvent");
            json.WriteString("id", $"audit-{row.Id.ToString(CultureInfo.InvariantCulture)}");
            WriteCoding(json, "type", "http://dicom.nema.org/resources/ontology/DCM", code, display);
            json.WriteStartArray("subtype");
            WriteCoding(json, null, "urn:imaging-gateway:audit-action", row.Action, row.Action);
            json.WriteEndArray();
            json.WriteString("action", action);
            json.WriteString("recorded", DateTimeOffset.FromUnixTimeMilliseconds(row.AtMilliseconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("outcome", row.Outcome switch { "Success" => "0", "Refused" => "4", _ => "8" });
            if (!string.IsNullOrEmpty(row.Detail))
                json.WriteString("outcomeDesc", row.Detail);
            WriteAgent(json, row);
            json.WriteStartObject("source");
            WriteIdentifier(json, "observer", "urn:imaging-gateway:system", "imaging-gateway");
            json.WriteEndObject();
            WriteEntities(json, row);
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static (string Code, string Display, string Action) TypeOf(string action) => action switch
    {
        "SignIn" or "SignOut" => ("110114", "User Authentication", "E"),
        "Query" => ("110112", "Query", "E"),
        "Store" or "ReportReceived" => ("110104", "DICOM Instances Transferred", "C"),
        "Export" => ("110106", "Export", "R"),
        "Delete" => ("110105", "DICOM Study Deleted", "D"),
        "LinkCreated" or "LinkRevoked" or "SettingsChanged" => ("110113", "Security Alert", "U"),
        "ManifestFrozen" => ("110103", "DICOM Instances Accessed", "E"),
        "LinkRefused" => ("110113", "Security Alert", "E"),
        _ => ("110103", "DICOM Instances Accessed", "R"),
    };

    private static void WriteAgent(Utf8JsonWriter json, AuditRow row)
    {
        json.WriteStartArray("agent");
        json.WriteStartObject();
        WriteIdentifier(json, "who", "urn:imaging-gateway:actor", row.Actor);
        json.WriteBoolean("requestor", true);
        if (!string.IsNullOrEmpty(row.RemoteAddress))
        {
            json.WriteStartObject("network");
            json.WriteString("address", row.RemoteAddress);
            json.WriteString("type", "2"); // IP address
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteEntities(Utf8JsonWriter json, AuditRow row)
    {
        if (row.StudyInstanceUid is null && row.StudyLinkId is null)
            return;
        json.WriteStartArray("entity");
        if (row.StudyInstanceUid is { } study)
        {
            json.WriteStartObject();
            WriteIdentifier(json, "what", "urn:dicom:uid", $"urn:oid:{study}");
            WriteCoding(json, "type", "http://terminology.hl7.org/CodeSystem/audit-entity-type", "2", "System Object");
            WriteDetails(json, row);
            json.WriteEndObject();
        }

        if (row.StudyLinkId is { } link)
        {
            json.WriteStartObject();
            WriteIdentifier(json, "what", "urn:imaging-gateway:link", link);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDetails(Utf8JsonWriter json, AuditRow row)
    {
        if (row.Bytes is null && row.Instances is null)
            return;
        json.WriteStartArray("detail");
        foreach (var (name, value) in ((string, long?)[])[("bytes", row.Bytes), ("instances", row.Instances)])
        {
            if (value is null)
                continue;
            json.WriteStartObject();
            json.WriteString("type", name);
            json.WriteString("valueString", value.Value.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCoding(Utf8JsonWriter json, string? name, string system, string code, string display)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteString("display", display);
        json.WriteEndObject();
    }

    private static void WriteIdentifier(Utf8JsonWriter json, string name, string system, string value)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("identifier");
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
