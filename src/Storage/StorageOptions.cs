using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;

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

    /// <summary>How long studies must be kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Code page of text that declares none, by AE title of the sender or <c>*</c>: names of <see cref="Dicom.Encoding.TextFallbacks"/>.</summary>
    public IReadOnlyDictionary<string, string> TextFallbacks { get; init; } = new Dictionary<string, string>();

    /// <summary>Free bytes on the spool's disk below which instances are refused with "out of resources".</summary>
    public long SpoolReserveBytes { get; init; } = 512L << 20;

    /// <summary>Images kept as files are compared with their SHA-256 whenever one is given out whole; those on S3 always are.</summary>
    public bool CheckFilesOnRead { get; init; }
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

    /// <summary>With <see cref="SecretKey"/>; else from <see cref="CredentialsFile"/>, else from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.</summary>
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>A file in the form of AWS: <c>[default]</c>, <c>aws_access_key_id = …</c>, <c>aws_secret_access_key = …</c>.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>PEM file with the certificate of the hospital's own authority, for https.</summary>
    public string? CaFile { get; init; }

    /// <summary>Makes the bucket when it is missing; else a missing bucket stops the start.</summary>
    public bool CreateBucket { get; init; }

    /// <summary>Of one request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Repetitions of a request by the client; what still fails is repeated by the publisher, without end.</summary>
    public int Retries { get; init; } = 2;

    public string Region { get; init; } = "us-east-1";

    public bool ForcePathStyle { get; init; } = true;

    /// <summary>A pack is closed at this many bytes.</summary>
    public long PackBytes { get; init; } = 64L << 20;

    /// <summary>An instance of this many bytes goes alone.</summary>
    public long AloneBytes { get; init; } = 16L << 20;

    /// <summary>A pack is closed when its series was silent for this long.</summary>
    public TimeSpan PackQuiet { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A pack is closed when its first instance has waited this long, so that a study that comes slowly is seen while it comes.</summary>
    public TimeSpan PackLongest { get; init; } = TimeSpan.FromSeconds(10);

    internal PackLimits Packs => new(PackBytes, 1000, PackQuiet, PackLongest, AloneBytes);
}
