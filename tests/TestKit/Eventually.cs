using System.Diagnostics;
using Xunit;

namespace ImagingGateway.TestKit;

/// <summary>
/// Waits for what happens on its own and tells nobody: another process, a background service, a peer. Asks again and again whether it holds,
/// which no moment of the asking can make wrong; where something can be awaited, that is awaited instead.
/// </summary>
public static class Eventually
{
    /// <summary>Only spares the processor between two questions: a longer or shorter pause changes no outcome.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc cref="IsTrueAsync(Func{Task{bool}}, Func{string}?, TimeSpan?)"/>
    public static Task IsTrueAsync(Func<bool> holds, Func<string>? otherwise = null, TimeSpan? patience = null) =>
        IsTrueAsync(() => Task.FromResult(holds()), otherwise, patience);

    /// <summary>Comes back once it holds.</summary>
    /// <param name="holds">Asked until it says yes; may fail the test itself.</param>
    /// <param name="otherwise">What the failure says when it never holds.</param>
    /// <param name="patience">Two minutes unless given.</param>
    public static async Task IsTrueAsync(Func<Task<bool>> holds, Func<string>? otherwise = null, TimeSpan? patience = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < (patience ?? Patience), otherwise?.Invoke() ?? "It never came true.");
            await Task.Delay(Pause);
        }
    }
}
