using System.Globalization;
using Dapper;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A list as parameters, one each: "IN" over a list parameter means different things to the two databases.</summary>
internal static class SqlList
{
    /// <summary>Both databases take more parameters than this in one statement.</summary>
    public const int Most = 500;

    /// <summary>Adds the values and gives back <c>(@name0, @name1, …)</c>.</summary>
    public static string AddList<T>(this DynamicParameters parameters, string name, IReadOnlyCollection<T> values)
    {
        var names = new List<string>(values.Count);
        foreach (var (index, value) in values.Index())
        {
            var one = name + index.ToString(CultureInfo.InvariantCulture);
            parameters.Add(one, value);
            names.Add("@" + one);
        }

        return $"({string.Join(", ", names)})";
    }
}
