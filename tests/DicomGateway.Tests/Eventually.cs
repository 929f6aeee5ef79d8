namespace ImagingGateway.DicomGateway.Tests;

/// <summary>Waits for something that happens on its own, with an end to the patience.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> holds)
    {
        var patience = DateTime.UtcNow.AddSeconds(30);
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < patience, "It never came true.");
            await Task.Delay(20);
        }
    }
}
