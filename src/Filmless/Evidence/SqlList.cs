using System.Globalization;
using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

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

    /// <summary>The list @studies of a <see cref="GatewayDatabase.IsAnyOf"/>.</summary>
    public static DynamicParameters Studies(this GatewayDatabase database, IReadOnlyCollection<long> keys) => new DynamicParameters().With("studies", database.ListOf(keys));

    /// <inheritdoc cref="Studies(GatewayDatabase, IReadOnlyCollection{long})"/>
    public static DynamicParameters Studies(this GatewayDatabase database, IEnumerable<Uid> studies) =>
        new DynamicParameters().With("studies", database.ListOf([.. studies.Select(study => study.Value).Distinct()]));

    /// <summary>One parameter more.</summary>
    public static DynamicParameters With(this DynamicParameters parameters, string name, object value)
    {
        parameters.Add(name, value);
        return parameters;
    }
}
