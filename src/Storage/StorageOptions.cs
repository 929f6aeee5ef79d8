namespace ImagingGateway.Storage;

/// <summary>Where images and the index rest. Bound from the root of the configuration; validated at start.</summary>
public sealed record StorageOptions
{
    /// <summary>Directory of the spool, and of index and objects in the embedded layout.</summary>
    public string Data { get; init; } = "data";

    /// <summary><c>sqlite</c> (embedded) or <c>postgres</c>.</summary>
    public string Index { get; init; } = "sqlite";

    /// <summary><c>files</c> (embedded) or <c>s3</c>.</summary>
    public string Objects { get; init; } = "files";

    public PostgresOptions Postgres { get; init; } = new();

    public S3Options S3 { get; init; } = new();

    /// <summary>Free bytes on the spool's disk below which instances are refused with "out of resources".</summary>
    public long SpoolReserveBytes { get; init; } = 512L << 20;
}

/// <summary>Settings of the PostgreSQL index.</summary>
public sealed record PostgresOptions
{
    /// <summary>Npgsql connection string.</summary>
    public string? ConnectionString { get; init; }
}

/// <summary>Settings of the S3 object store (MinIO, Ceph RGW, any S3).</summary>
public sealed record S3Options
{
    /// <summary>Such as <c>http://minio:9000</c>.</summary>
    public string? Endpoint { get; init; }

    public string? Bucket { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string Region { get; init; } = "us-east-1";

    public bool ForcePathStyle { get; init; } = true;
}
