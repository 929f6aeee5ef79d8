using System.Text;
using System.Xml;
using System.Xml.Linq;
using ImagingGateway.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>
/// The keys that seal sessions, forms and second factors, as files. The framework's own repository does not flush: after a power cut it leaves an empty file, and
/// then nobody can sign in. Here a key is durable before it is used, and a file that cannot be read costs what it sealed and nothing else.
/// </summary>
internal sealed partial class SessionKeys(string directory, ILogger<SessionKeys> logger) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. Directory.EnumerateFiles(directory, "*.xml").Order(StringComparer.Ordinal).Select(Read).OfType<XElement>()];

    public void StoreElement(XElement element, string friendlyName)
    {
        var name = friendlyName.Length > 0 && friendlyName.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? friendlyName : Guid.NewGuid().ToString();
        DurableFile.Replace(Path.Combine(directory, name + ".xml"), Encoding.UTF8.GetBytes(element.ToString()), isPrivate: true);
    }

    private XElement? Read(string path)
    {
        try
        {
            return XElement.Load(path);
        }
        catch (Exception fault) when (fault is XmlException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, fault.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 4120, Level = LogLevel.Warning, Message = "The key file {Path} cannot be read and is left out ({Reason}). People it let in sign in again; second factors it sealed need a recovery code or are reset. Restore it from the backup, or remove it")]
    private partial void LogUnreadable(string path, string reason);
}
