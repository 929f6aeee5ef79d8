using System.Net;
using ImagingGateway.Demo;

namespace ImagingGateway.Interop.Tests;

public sealed class GatewayFixtureTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task What_went_in_by_the_one_door_is_found_by_QIDO()
    {
        await gateway.StoreAsync(DemoStudies.ChestCT(DateTime.Now, slices: 2, size: 64));
        using var client = gateway.CreateClient();

        var found = await client.GetAsync(new Uri("dicom-web/studies", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Contains("CT26110001", await found.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
