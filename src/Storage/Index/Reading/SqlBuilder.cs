using System.Data.Common;
using System.Globalization;
using System.Text;

namespace ImagingGateway.Storage.Index.Reading;

/// <summary>Collects conditions and their parameters. Values only ever become parameters.</summary>
internal sealed class SqlBuilder(IIndexBackend backend)
{
    private readonly List<object?> _values = [];
    private readonly StringBuilder _where = new();

    /// <summary>The conditions joined with "and"; starts with "where", or empty.</summary>
    public string Where => _where.ToString();

    public bool HasConditions => _where.Length > 0;

    /// <summary>A parameter for a value.</summary>
    public string Value(object? value)
    {
        _values.Add(value);
        return "@p" + (_values.Count - 1).ToString(CultureInfo.InvariantCulture);
    }

    public SqlBuilder And(string condition)
    {
        _where.Append(_where.Length == 0 ? "where (" : " and (").Append(condition).Append(')');
        return this;
    }

    /// <summary>A condition that the column is one of the values; a single value is an equality.</summary>
    public string AnyOf(string column, IReadOnlyCollection<string> values) =>
        values.Count == 1 ? $"{column} = {Value(values.First())}" : backend.IsAnyOf(column, Value(backend.ListOf(values)));

    /// <inheritdoc cref="AnyOf(string, IReadOnlyCollection{string})"/>
    public string AnyOf(string column, IReadOnlyCollection<long> values) =>
        values.Count == 1 ? $"{column} = {Value(values.First())}" : backend.IsAnyOf(column, Value(backend.ListOf(values)));

    public void Bind(DbCommand command)
    {
        for (var index = 0; index < _values.Count; index++)
            command.AddParameter("p" + index.ToString(CultureInfo.InvariantCulture), _values[index]);
    }

    /// <summary>Runs a query on a connection of its own, which is given back before the rows are looked at.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        await using var connection = await backend.DataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Bind(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(map(reader));
        return rows;
    }
}
