using ImagingGateway.Dicom.Dimse;

namespace ImagingGateway.Dicom.Tests.Dimse;

public sealed class DimseStatusTests
{
    [Theory]
    [InlineData(0x0000, StatusKind.Success)]
    [InlineData(0x0107, StatusKind.Warning)]
    [InlineData(0x0122, StatusKind.Failure)]
    [InlineData(0xA700, StatusKind.Failure)]
    [InlineData(0xA7FF, StatusKind.Failure)]
    [InlineData(0xA801, StatusKind.Failure)]
    [InlineData(0xB000, StatusKind.Warning)]
    [InlineData(0xB007, StatusKind.Warning)]
    [InlineData(0xBFFF, StatusKind.Warning)]
    [InlineData(0xC123, StatusKind.Failure)]
    [InlineData(0xFE00, StatusKind.Cancel)]
    [InlineData(0xFF00, StatusKind.Pending)]
    [InlineData(0xFF01, StatusKind.Pending)]
    [InlineData(0xFF02, StatusKind.Failure)]
    [InlineData(0x1234, StatusKind.Failure)]
    public void EveryCodeHasItsClass(int code, StatusKind kind) => Assert.Equal(kind, new DimseStatus((ushort)code).Kind);
}
