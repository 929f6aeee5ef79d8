using ImagingGateway.Dicom.Values;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Retrieve;

public class ByteRangeTests
{
    [Theory]
    [InlineData(null, false, null, null)]
    [InlineData("bytes=0-9", true, 0L, 10L)]
    [InlineData("bytes=90-", true, 90L, 10L)]
    [InlineData("bytes=90-1000", true, 90L, 10L)]
    [InlineData("bytes=-5", true, 95L, 5L)]
    [InlineData("bytes=-500", true, 0L, 100L)]
    [InlineData("bytes=100-", true, null, null)]
    [InlineData("bytes=-0", true, null, null)]
    [InlineData("bytes=0-1,5-6", false, null, null)]
    [InlineData("pages=1-2", false, null, null)]
    [InlineData("bytes=x", false, null, null)]
    public void Range_header(string? header, bool isRange, long? offset, long? length)
    {
        var context = new DefaultHttpContext();
        if (header is not null)
            context.Request.Headers.Range = header;
        var expected = offset is null ? (ByteRange?)null : new ByteRange(offset.Value, length!.Value);
        Assert.Equal((isRange, expected), RangeHeader.Read(context.Request, 100));
    }

    [Fact]
    public void A_range_of_an_outdated_representation_is_not_served()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Range = "bytes=0-9";
        context.Request.Headers.IfRange = "\"old\"";
        context.Response.Headers.ETag = "\"new\"";
        Assert.Equal((false, null), RangeHeader.Read(context.Request, 100));
    }

    [Theory]
    [InlineData(0, 30, "100+10 200+20")]
    [InlineData(0, 10, "100+10")]
    [InlineData(10, 5, "200+5")]
    [InlineData(8, 4, "108+2 200+2")]
    [InlineData(29, 1, "219+1")]
    public void Cutting_joined_runs(long offset, long length, string expected)
    {
        ByteRange[] runs = [new(100, 10), new(200, 20)];
        Assert.Equal(expected, string.Join(' ', SingleBody.Cut(runs, new ByteRange(offset, length)).Select(run => $"{run.Offset}+{run.Length}")));
    }
}
