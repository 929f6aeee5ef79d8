using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>
/// An answer in the DICOM JSON or the Native DICOM Model that is written as it is made and compressed on the way: DICOM JSON shrinks to a
/// twentieth, which a slow line feels at once.
/// </summary>
internal sealed class ModelBody : IAsyncDisposable
{
    public const string ContentType = "application/dicom+json";

    /// <summary>Vietnamese text stays readable UTF-8; HTML characters stay escaped.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    private const int FlushSize = 32 * 1024;
    private readonly HttpContext _context;
    private readonly Stream? _compressor;

    private ModelBody(HttpContext context, Stream? compressor)
    {
        _context = context;
        _compressor = compressor;
        Output = compressor is null ? context.Response.BodyWriter : PipeWriter.Create(compressor, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));
    }

    public PipeWriter Output { get; }

    /// <summary>Sets the headers of the answer and opens its body.</summary>
    public static ModelBody Open(HttpContext context, string contentType = ContentType)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.Headers.Vary = new StringValues(["Accept", "Accept-Encoding"]);
        var coding = ContentCoding.Choose(context.Request.Headers.AcceptEncoding.ToString());
        if (coding is null || HttpMethods.IsHead(context.Request.Method))
            return new ModelBody(context, null);
        response.Headers.ContentEncoding = coding;
        return new ModelBody(context, coding == ContentCoding.Brotli
            ? new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true));
    }

    /// <summary>Passes on what was written when it is worth a packet.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async ValueTask FlushWhenFullAsync()
    {
        if (Output.UnflushedBytes >= FlushSize)
            await Output.FlushToClientAsync(_context.RequestAborted);
    }

    /// <summary>Writes what is left. Not called when the answer failed: then nothing may make it look whole.</summary>
    public async Task CompleteAsync()
    {
        await Output.FlushToClientAsync(_context.RequestAborted);
        if (_compressor is null)
            return;
        await Output.CompleteAsync();
        await _compressor.DisposeAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
