using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Dicom.Tests.Encoding;

public sealed class ByteOrderTests
{
    [Fact]
    public void Reversing_changes_whole_units()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        ByteOrder.Reverse(bytes, 2);
        Assert.Equal([2, 1, 4, 3, 6, 5, 8, 7, 9], bytes);
        ByteOrder.Reverse(bytes.AsSpan(0, 8), 4);
        Assert.Equal([3, 4, 1, 2, 7, 8, 5, 6, 9], bytes);
    }
}
