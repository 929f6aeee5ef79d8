using System.Text;
using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Tests.Evidence.Signing;

/// <summary>The canonical form against the examples of RFC 8785, the tree against the published vectors of RFC 6962 implementations.</summary>
public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]", "[333333333.3333333,1e+30,4.5,0.002,1e-27]")]
    [InlineData("[0, -0, 1, -1, 100, 9007199254740993, 1e21, 123456789012345680000, 1e-6, 1e-7, 5e-324, 1.7976931348623157e308, -4.2]",
        "[0,0,1,-1,100,9007199254740992,1e+21,123456789012345680000,0.000001,1e-7,5e-324,1.7976931348623157e+308,-4.2]")]
    [InlineData("""{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}""", "{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}")]
    [InlineData("""{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")]
    [InlineData("""{"b":[ true ,null,{ }], "a":"Phượng" }""", """{"a":"Phượng","b":[true,null,{}]}""")]
    public void Json_has_one_form(string json, string canonical)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Of(document.RootElement)));
    }

    [Fact]
    public void What_could_be_read_in_two_ways_is_refused()
    {
        using var twice = JsonDocument.Parse("""{"a":1,"a":2}""");

        Assert.Throws<InvalidDataException>(() => CanonicalJson.Of(twice.RootElement));
    }

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_tree_is_that_of_certificate_transparency(int leaves, string root)
    {
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root([.. inputs.Take(leaves).Select(Convert.FromHexString)])));
    }
}
