using System.Data.Common;

namespace ImagingGateway.Storage.Index;

/// <summary>Shorthand for parameters of any provider.</summary>
internal static class DbCommandParameters
{
    public static void AddParameter(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name.StartsWith('@') ? name : "@" + name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
