using System.Formats.Tar;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ImagingGateway.Storage.Objects.Packs;

/// <summary>Lists what a pack holds, from its tar headers alone. Content is passed over.</summary>
internal static class PackReader
{
    /// <param name="name">Of the pack; its series is that of its members.</param>
    /// <param name="content">The pack from its first byte; need not seek.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidDataException">No tar archive, or one that is cut off.</exception>
    public static async IAsyncEnumerable<ObjectMember> ReadAsync(string name, Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var counted = new CountingStream(content);
        await using var reader = new TarReader(counted, leaveOpen: true);
        while (await NextAsync(reader, name, cancellationToken) is { } entry)
        {
            var key = $"{ObjectKey.SeriesOf(name)}/{entry.Name}";
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !ObjectKey.IsValid(key))
                continue; // somebody else's: not our business
            var attributes = (entry as PaxTarEntry)?.ExtendedAttributes;
            var (sha256, source) = ObjectFacts.Read(attributes?.GetValueOrDefault("comment"));
            yield return new ObjectMember(key, new ObjectPlace(name, counted.Count, entry.Length), TimeOf(attributes?.GetValueOrDefault("mtime")) ?? entry.ModificationTime, source, sha256);
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"The pack {name} cannot be read: it is cut off or was changed.", e);
        }
    }

    /// <summary>Seconds with decimals, exact to the tick, which a floating point number would not be.</summary>
    private static DateTimeOffset? TimeOf(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300799m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
}
