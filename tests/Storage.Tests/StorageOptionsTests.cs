using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Storage.Tests;

public sealed class StorageOptionsTests
{
    [Fact]
    public void The_defaults_are_right() => Assert.Empty(StorageOptionsValidator.Validate(new StorageOptions()));

    [Fact]
    public void Everything_on_servers_is_right() => Assert.Empty(StorageOptionsValidator.Validate(new StorageOptions
    {
        Index = "postgres", Objects = "s3", Postgres = new() { ConnectionString = "Host=db" },
        S3 = new() { Endpoint = "http://minio:9000", Bucket = "images", AccessKey = "a", SecretKey = "b" },
    }));

    public static TheoryData<StorageOptions, string> Mistakes => new()
    {
        { new() { Data = " " }, "'Data'" },
        { new() { Index = "oracle" }, "'Index'" },
        { new() { Objects = "tape" }, "'Objects'" },
        { new() { Index = "postgres" }, "'Postgres:ConnectionString'" },
        { new() { SpoolReserveBytes = -1 }, "'SpoolReserveBytes'" },
        { new() { Objects = "s3", S3 = new() { Endpoint = "minio:9000", Bucket = "images", AccessKey = "a", SecretKey = "b" } }, "'S3:Endpoint'" },
        { new() { Objects = "s3", S3 = new() { Endpoint = "http://minio:9000", AccessKey = "a", SecretKey = "b" } }, "'S3:Bucket'" },
        { new() { Objects = "s3", S3 = new() { Endpoint = "http://minio:9000", Bucket = "images" } }, "'S3:AccessKey'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_named_in_one_sentence_that_says_what_to_write(StorageOptions options, string setting)
    {
        var problem = Assert.Single(StorageOptionsValidator.Validate(options));
        Assert.Contains(setting, problem, StringComparison.Ordinal);
        var refusal = Assert.Throws<InvalidStorageOptionsException>(() => new ServiceCollection().AddStorage(options));
        Assert.Equal([problem], refusal.Problems);
    }
}
