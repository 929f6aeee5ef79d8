using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Tests.Query;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("a*c", "ac", true)]
    [InlineData("a*c", "abbbc", true)]
    [InlineData("a*c", "abbbd", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*b*b*", "abab", true)]
    [InlineData("**", "", true)]
    [InlineData("?", "", false)]
    public void Wildcards_match(string pattern, string value, bool expected) => Assert.Equal(expected, new TextPattern(pattern).IsMatch(value));

    [Fact]
    public void A_hostile_pattern_is_quick()
    {
        // Backtracking matchers take longer than the universe for this one.
        Assert.False(new TextPattern(string.Concat(Enumerable.Repeat("a*", 40)) + "b").IsMatch(new string('a', 5_000)));
    }

    [Theory]
    [InlineData("50%_\\*?", "50\\%\\_\\\\%_")]
    public void Signs_of_SQL_are_escaped(string pattern, string like) => Assert.Equal(like, new TextPattern(pattern).ToLike());
}
