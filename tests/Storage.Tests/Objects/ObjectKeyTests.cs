using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Tests.Objects;

public sealed class ObjectKeyTests
{
    private static readonly Uid Study = new("1.2.3");
    private static readonly string Sha256 = new string('0', 63) + "f";

    [Fact]
    public void A_key_is_valid_and_always_the_same()
    {
        var key = ObjectKey.Of(Study, new("1.2.3.4"), new("1.2.3.4.5"), Sha256);
        Assert.True(ObjectKey.IsValid(key));
        Assert.Equal(key, ObjectKey.Of(Study, new("1.2.3.4"), new("1.2.3.4.5"), Sha256));
    }

    [Fact]
    public void Other_bytes_or_other_identifiers_get_another_key()
    {
        var keys = new[]
        {
            ObjectKey.Of(Study, new("1"), new("1"), Sha256),
            ObjectKey.Of(Study, new("1"), new("2"), Sha256),
            ObjectKey.Of(Study, new("2"), new("1"), Sha256),
            ObjectKey.Of(new("1.2.3.4"), new("1"), new("1"), Sha256),
            ObjectKey.Of(Study, new("1"), new("1"), new string('1', 64)),
        };
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("...........")]
    public void Identifiers_that_look_like_paths_name_nothing(string uid)
    {
        var key = ObjectKey.Of(new(uid), new(uid), new(uid), Sha256);
        Assert.DoesNotContain("..", key, StringComparison.Ordinal);
        Assert.True(ObjectKey.IsValid(key));
    }

    [Fact]
    public void Any_change_of_a_key_beyond_its_digits_is_no_key()
    {
        var key = ObjectKey.Of(Study, new("1"), new("1"), Sha256);
        for (var i = 0; i < key.Length; i++)
        {
            foreach (var sign in "./\\:A z\0-")
            {
                if (key[i] != sign)
                    Assert.False(ObjectKey.IsValid(key.Remove(i, 1).Insert(i, sign.ToString())), $"{sign} at {i}");
            }

            Assert.False(ObjectKey.IsValid(key.AsSpan(0, i)));
        }

        Assert.False(ObjectKey.IsValid(key + "/"));
        Assert.False(ObjectKey.IsValid(key + "0"));
    }
}
