using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>One DICOMweb request after its path was read and its grant looked at.</summary>
internal sealed class DicomWebRequest(HttpContext context, DicomWebPath path, AccessGrant grant)
{
    private string? _service;
    private IReadOnlyList<MediaRange>? _accept;

    public HttpContext Context { get; } = context;

    public DicomWebPath Path { get; } = path;

    public AccessGrant Grant { get; } = grant;

    public HttpResponse Response => Context.Response;

    public CancellationToken Aborted => Context.RequestAborted;

    public bool IsHead => HttpMethods.IsHead(Context.Request.Method);

    /// <summary>The service's address without a slash at the end.</summary>
    public string Service => _service ??= DicomWebAddress.Of(Context);

    /// <summary>Acceptable media types, best first. The <c>accept</c> query parameter comes before the header (PS3.18 8.3.3.1).</summary>
    public IReadOnlyList<MediaRange> Accept => _accept ??= AcceptHeader.Parse(
        Context.Request.Query.TryGetValue("accept", out var parameter) && !string.IsNullOrWhiteSpace(parameter.ToString())
            ? parameter.ToString()
            : Context.Request.Headers.Accept.ToString());

    /// <summary>What the audit trail shall say beyond actor, action and study; no patient attributes.</summary>
    public AuditDetail? AuditDetail { get; set; }

    /// <summary>Bytes and instances that the answer was to transfer; null where that is not known beforehand.</summary>
    public (long? Bytes, long Instances)? AuditTransfer { get; set; }

    /// <summary>The study concerned when the path names none (STOW-RS).</summary>
    public Uid? AuditStudy { get; set; } = path.Study;

    /// <summary>The answer holds no pixels.</summary>
    public bool IsMetadata { get; set; }

    /// <summary>The client stopped sending before its request was whole, or the answer could not be finished.</summary>
    public bool IsBrokenOff { get; set; }

    public T Get<T>()
        where T : notnull => Context.RequestServices.GetRequiredService<T>();

    public Task NotFoundAsync() => DicomWebProblem.NotFoundAsync(Context);

    public Task NotAcceptableAsync(string offered) => DicomWebProblem.NotAcceptableAsync(Context, offered);

    public Task BadRequestAsync(string detail) => DicomWebProblem.BadRequestAsync(Context, detail);

    public Task RefuseAsync(int status, string detail) => DicomWebProblem.WriteAsync(Context, status, detail);
}
