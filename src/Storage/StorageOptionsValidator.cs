namespace ImagingGateway.Storage;

/// <summary>Says in one sentence each what is wrong with the storage settings, and what to write instead.</summary>
public static class StorageOptionsValidator
{
    /// <summary>Empty when all is well.</summary>
    public static IReadOnlyList<string> Validate(StorageOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Data))
            problems.Add("Setting 'Data' is empty: give a directory, such as /var/lib/imaging-gateway.");
        if (options.Index is not ("sqlite" or "postgres"))
            problems.Add($"Setting 'Index' is '{options.Index}': write 'sqlite' (nothing to install) or 'postgres'.");
        if (options.Objects is not ("files" or "s3"))
            problems.Add($"Setting 'Objects' is '{options.Objects}': write 'files' (below the data directory) or 's3'.");
        if (options.Index == "postgres" && string.IsNullOrWhiteSpace(options.Postgres.ConnectionString))
            problems.Add("Setting 'Index' is 'postgres' but 'Postgres:ConnectionString' is empty: write for example Host=db;Username=gateway;Password=…;Database=gateway.");
        if (options.SpoolReserveBytes < 0)
            problems.Add("Setting 'SpoolReserveBytes' is negative: write the bytes to leave free, such as 536870912.");
        foreach (var (name, years) in options.Retention.Years.Where(one => one.Value is < 0 or > 200))
            problems.Add($"Setting 'Retention:Years:{name}' is {years}: write the years a study of that class must be kept, 0 to 200.");
        if (options.Retention.Grace < TimeSpan.Zero)
            problems.Add($"Setting 'Retention:Grace' is {options.Retention.Grace}: write the time between mark and purge, such as 7.00:00:00.");
        if (options.Objects == "s3")
            problems.AddRange(Validate(options.S3));
        return problems;
    }

    private static IEnumerable<string> Validate(S3Options s3)
    {
        if (!Uri.TryCreate(s3.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            yield return "Setting 'S3:Endpoint' is no web address: write for example http://minio:9000.";
        if (s3.Bucket is not { Length: >= 3 and <= 63 })
            yield return "Setting 'S3:Bucket' is missing: write the name of a bucket, 3 to 63 lower-case letters, digits or hyphens.";
        if (string.IsNullOrEmpty(s3.AccessKey) != string.IsNullOrEmpty(s3.SecretKey))
            yield return "Of 'S3:AccessKey' and 'S3:SecretKey' one is missing: give both, as S3__AccessKey and S3__SecretKey in the environment, or neither and 'S3:CredentialsFile'.";
        if (s3 is { AccessKey: null or "", SecretKey: null or "", CredentialsFile: null or "" } && Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is null)
            yield return "Settings 'S3:AccessKey' and 'S3:SecretKey' are needed: give them as S3__AccessKey and S3__SecretKey in the environment, or a file in 'S3:CredentialsFile'.";
        if (s3.Timeout <= TimeSpan.Zero || s3.Retries < 0)
            yield return "Setting 'S3:Timeout' must be longer than nothing, such as 00:02:00, and 'S3:Retries' must not be negative.";
        if (s3.PackBytes < 1 << 20 || s3.AloneBytes < 1 || s3.PackQuiet <= TimeSpan.Zero || s3.PackLongest < s3.PackQuiet)
            yield return "Settings of packs are wrong: 'S3:PackBytes' is at least 1048576, 'S3:AloneBytes' at least 1, 'S3:PackQuiet' more than 0 and 'S3:PackLongest' not less than it.";
    }
}
