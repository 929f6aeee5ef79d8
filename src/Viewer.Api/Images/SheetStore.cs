using System.Collections.Concurrent;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.Extensions.Caching.Memory;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>
/// Contact sheets that were made, in a bounded memory: whoever opens a link finds the first one ready. Several who want the same one at the same
/// time wait for one making. Says nothing about who may see them.
/// </summary>
internal sealed class SheetStore(ImageRenderer renderer) : IDisposable
{
    private const int SizeLimit = 32 << 20;
    private const int WrittenSize = 128 << 10;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = SizeLimit });

    /// <param name="watermark">As <see cref="RenderOptions.Watermark"/>; such a picture is written anew each time.</param>
    public async Task<RenderedImage> GetAsync(SeriesContents series, SheetPlan plan, WindowPreset? window, RenderedMediaType mediaType, string? watermark)
    {
        // a key names these very objects in this order: what was added to the series since makes another sheet
        var key = (series.SeriesInstanceUid, window?.Name, string.Join(' ', plan.Numbers.Select(number => series.At(number) is var (instance, frame) ? $"{instance.ObjectKey}/{frame}" : "")));
        var kept = _kept.GetOrCreate(key, entry =>
        {
            entry.Size = (plan.Columns * plan.Rows * plan.CellSize * plan.CellSize * 3L) + WrittenSize;
            entry.SlidingExpiration = Lifetime;
            // nobody's token: others may wait for the same sheet when this caller leaves
            return new Kept(new Lazy<Task<ContactSheet>>(() => Task.Run(() => renderer.SheetAsync(series, plan, window?.Window, CancellationToken.None))));
        })!;
        try
        {
            var sheet = await kept.Sheet.Value;
            return watermark is null
                ? await kept.Written.GetOrAdd(mediaType, _ => new Lazy<Task<RenderedImage>>(() => renderer.WriteAsync(sheet, mediaType, null, CancellationToken.None))).Value
                : await renderer.WriteAsync(sheet, mediaType, watermark, CancellationToken.None);
        }
        catch
        {
            _kept.Remove(key); // the next one tries again
            throw;
        }
    }

    public void Dispose() => _kept.Dispose();

    private sealed record Kept(Lazy<Task<ContactSheet>> Sheet)
    {
        public ConcurrentDictionary<RenderedMediaType, Lazy<Task<RenderedImage>>> Written { get; } = new();
    }
}
