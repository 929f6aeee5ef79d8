using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>Native libraries are found by soname; a missing one is a sentence, not a crash.</summary>
public sealed class CodecLibrariesTests
{
    [Fact]
    public void Every_library_has_a_row_with_its_package()
    {
        Assert.Equal(["libturbojpeg0", "libopenjp2-7", "g++ libopenjph-dev", "libcharls2", "libwebp7", "libpangocairo-1.0-0"], CodecLibraries.All.Select(library => library.DebianPackage));
        Assert.All(CodecLibraries.All, library => Assert.True(library.IsPresent, $"install {library.DebianPackage}: these tests need it"));
    }

    [Fact]
    public void A_missing_library_is_named_with_the_package_to_install()
    {
        var missing = new NativeLibraryFile("nothing", "Nothing", "libnothing7", "libnothing-of-that-name.so.7");
        Assert.False(missing.IsPresent);
        var refusal = Assert.Throws<UndecodableFrameException>(missing.Demand);
        Assert.Contains("libnothing7", refusal.Message, StringComparison.Ordinal);
    }
}
