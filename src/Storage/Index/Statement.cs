namespace ImagingGateway.Storage.Index;

/// <summary>A statement with named parameters, held once and prepared by whoever runs it.</summary>
/// <param name="Text">Portable SQL; parameters as <c>@name</c>.</param>
/// <param name="Parameters">Names without <c>@</c>, in the order their values are given.</param>
public sealed record Statement(string Text, params string[] Parameters)
{
    /// <summary>An insert whose parameters are named like the columns.</summary>
    public static Statement Insert(string table, params string[] columns) =>
        new($"insert into {table} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select(column => "@" + column))})", columns);

    /// <summary>The same statement with something after it, such as <c>on conflict do nothing</c>.</summary>
    public Statement With(string suffix) => new($"{Text} {suffix}", Parameters);
}
