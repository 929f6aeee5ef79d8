using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>A matching key as an SQL condition on a column.</summary>
internal static class KeyCondition
{
    public static string On(string column, MatchingKey key, SqlBuilder sql) => key switch
    {
        MatchingKey.OneOfUids uids => sql.AnyOf(column, uids.Uids),
        MatchingKey.Text text => Text(column, text.Patterns, sql),
        MatchingKey.Name name => string.Join(" or ", name.Patterns.Select(pattern => Name(column, pattern, sql))),
        MatchingKey.Dates dates => Within(column, dates.First, dates.Last, sql),
        MatchingKey.Times times => Within(column, times.First, times.Last, sql),
        MatchingKey.Moments moments => Within(column, moments.First, moments.Last, sql),
        MatchingKey.Numbers numbers => sql.AnyOf(column, [.. numbers.Values.Where(value => value == Math.Floor(value)).Select(value => (long)value)]),
        _ => throw new InvalidOperationException($"No condition for {key.GetType().Name}."),
    };

    /// <summary>A range of keys that begin with <paramref name="prefix"/>: what an ordinary index can answer.</summary>
    public static string BeginsWith(string column, string prefix, SqlBuilder sql)
    {
        var condition = $"{column} >= {sql.Value(prefix)}";
        return Following(prefix) is { } end ? $"{condition} and {column} < {sql.Value(end)}" : condition;
    }

    private static string Text(string column, IReadOnlyList<TextPattern> patterns, SqlBuilder sql)
    {
        if (patterns.All(pattern => !pattern.HasWildcards))
            return sql.AnyOf(column, [.. patterns.Select(pattern => pattern.Text)]);
        return string.Join(" or ", patterns.Select(pattern => One(column, pattern, sql)));
    }

    private static string One(string column, TextPattern pattern, SqlBuilder sql)
    {
        if (!pattern.HasWildcards)
            return $"{column} = {sql.Value(pattern.Text)}";
        var like = $"{column} like {sql.Value(pattern.ToLike())} escape '\\'";
        return pattern.Prefix.Length > 0 ? $"({BeginsWith(column, pattern.Prefix, sql)} and {like})" : like;
    }

    private static string Name(string column, NamePattern pattern, SqlBuilder sql)
    {
        var subject = pattern.AnyOrder ? $"(' ' || replace({column}, '=', ' '))" : $"('=' || {column} || '=')";
        var conditions = pattern.Conditions.Select(condition => $"{subject} like {sql.Value(condition.ToLike())} escape '\\'").ToArray();
        return conditions.Length == 0 ? "1 = 1" : "(" + string.Join(" and ", conditions) + ")";
    }

    private static string Within(string column, long? first, long? last, SqlBuilder sql) => (first, last) switch
    {
        ({ } from, { } to) when from == to => $"{column} = {sql.Value(from)}",
        ({ } from, { } to) => $"{column} between {sql.Value(from)} and {sql.Value(to)}",
        ({ } from, null) => $"{column} >= {sql.Value(from)}",
        (null, { } to) => $"{column} <= {sql.Value(to)}",
        _ => "1 = 1",
    };

    // The least text above all that begin so; code points compare as bytes do in UTF-8, so only the last one is raised.
    private static string? Following(string prefix)
    {
        var last = prefix[^1];
        return last < '\uD7FF' ? prefix[..^1] + (char)(last + 1) : null;
    }
}
