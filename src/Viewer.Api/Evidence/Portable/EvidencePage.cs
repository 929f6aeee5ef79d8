using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>
/// Writes a copy as one page with everything inside: pictures, documents, the signed lists, style and the script that checks them. Received text
/// gets in through Razor alone; the page's own policy lets nothing run but that script, whose hash it names, and nothing be fetched.
/// </summary>
internal sealed class EvidencePage(ViewerOptions options, ILoggerFactory logs, PageAssets assets, HospitalKeys keys)
{
    /// <summary>Texts of the script: all whose key begins so.</summary>
    private const string ScriptTexts = "Proof";

    /// <summary>Base64 comes out without padding in between when three divides this.</summary>
    private const int Piece = 3 * 16 * 1024;

    public async Task WriteAsync(EvidenceCopy copy, Stream output, CancellationToken cancellationToken)
    {
        // of its own: the command line has no web server's services, and these parts ask for nothing of a request
        await using var services = new ServiceCollection().AddSingleton(new PageContext(new HttpContextAccessor(), options, assets)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, logs);
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
        var (style, script) = (await assets.TextOfAsync("evidence.css", cancellationToken) ?? "", await assets.TextOfAsync("checker.js", cancellationToken) ?? "");
        await writer.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{Texts.In(copy.Language).LanguageCode}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src '{HashOf(style)}'; script-src '{HashOf(script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>{Texts.In(copy.Language)["CopyTitle"]}</title>
            <style>{style}</style>
            </head>
            <body>

            """);
        await RenderAsync<CopyTop>(renderer, writer, new() { ["Package"] = copy.Package, ["HasScript"] = script.Length > 0 });
        await writer.WriteAsync("<div class=\"pictures\">\n");
        foreach (var content in copy.Contents.Where(content => content.File.Image is not null))
        {
            var address = $"data:image/jpeg;base64,{Convert.ToBase64String((await content.ReadAsync(cancellationToken)).Span)}";
            await RenderAsync<CopyPicture>(renderer, writer, new() { ["File"] = content.File, ["Address"] = address });
        }

        await writer.WriteAsync("</div>\n");
        await RenderAsync<CopyBottom>(renderer, writer, new() { ["Package"] = copy.Package });
        await WriteDocumentsAsync(copy, writer, cancellationToken);
        await writer.WriteAsync(
            $"""
            <script type="application/jose+json" id="manifest">{Encoding.UTF8.GetString(copy.Manifest.ToJson())}</script>
            <script type="application/jose+json" id="package">{Encoding.UTF8.GetString(copy.Package.Sign(keys).ToJson())}</script>
            <script type="application/json" id="texts">{JsonSerializer.Serialize(new Dictionary<string, object> { ["vi"] = TextsOf(Language.Vi), ["en"] = TextsOf(Language.En) })}</script>
            <script>{script}</script>
            </body>
            </html>

            """);
    }

    /// <summary>By way of a string: a response must not be written synchronously.</summary>
    private static async Task RenderAsync<T>(HtmlRenderer renderer, StreamWriter writer, Dictionary<string, object?> parameters)
        where T : IComponent =>
        await writer.WriteAsync(await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString()));

    /// <summary>Documents lie as text that is never shown: the script hands them out as files.</summary>
    private static async Task WriteDocumentsAsync(EvidenceCopy copy, StreamWriter writer, CancellationToken cancellationToken)
    {
        foreach (var content in copy.Contents.Where(content => content.File.Image is null))
        {
            await writer.WriteAsync($"<script type=\"application/octet-stream\" data-file=\"{content.File.Name}\">");
            var bytes = await content.ReadAsync(cancellationToken);
            for (var at = 0; at < bytes.Length; at += Piece)
                await writer.WriteAsync(Convert.ToBase64String(bytes.Span[at..Math.Min(at + Piece, bytes.Length)]));
            await writer.WriteAsync("</script>\n");
        }
    }

    private static Dictionary<string, string> TextsOf(Language language)
    {
        var texts = Texts.In(language);
        return texts.Keys.Where(key => key.StartsWith(ScriptTexts, StringComparison.Ordinal)).ToDictionary(key => key, key => texts[key]);
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
