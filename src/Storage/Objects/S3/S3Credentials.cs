using Amazon.Runtime.CredentialManagement;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>Access and secret key: from the settings, from a file in the form of AWS (<c>[default]</c>), or from the usual environment variables.</summary>
internal static class S3Credentials
{
    /// <exception cref="InvalidStorageOptionsException">There are none.</exception>
    public static (string AccessKey, string SecretKey) Of(S3Options options)
    {
        if (options is { AccessKey.Length: > 0, SecretKey.Length: > 0 })
            return (options.AccessKey, options.SecretKey);
        if (options.CredentialsFile is { Length: > 0 } file)
            return OfFile(file);
        return (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")) is ({ Length: > 0 } access, { Length: > 0 } secret)
            ? (access, secret)
            : throw Wrong("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment must be given together; or give 'S3:AccessKey' and 'S3:SecretKey', or 'S3:CredentialsFile'.");
    }

    private static (string AccessKey, string SecretKey) OfFile(string file)
    {
        if (!File.Exists(file))
            throw Wrong($"Setting 'S3:CredentialsFile' names {file}, which is not there or not readable: correct the path or the rights.");
        try
        {
            if (new SharedCredentialsFile(file).TryGetProfile("default", out var profile) && profile.Options is { AccessKey.Length: > 0, SecretKey.Length: > 0 } keys)
                return (keys.AccessKey, keys.SecretKey);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Wrong($"The credentials file {file} cannot be read ({e.Message}): check its rights and its form.");
        }

        throw Wrong($"The credentials file {file} has no keys: write the lines [default], aws_access_key_id = ..., aws_secret_access_key = ....");
    }

    private static InvalidStorageOptionsException Wrong(string sentence) => new([sentence]);
}
