using System.Data.Common;

namespace ImagingGateway.Storage.Index.Reading;

/// <summary>Nullable columns of any provider.</summary>
internal static class DbDataReaderColumns
{
    public static int? Int32OrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static long? Int64OrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? StringOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
}
