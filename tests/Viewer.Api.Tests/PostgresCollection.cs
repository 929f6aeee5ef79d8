using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Viewer.Api.Tests;

/// <summary>One server for all tests that need PostgreSQL.</summary>
[CollectionDefinition("postgres")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;
