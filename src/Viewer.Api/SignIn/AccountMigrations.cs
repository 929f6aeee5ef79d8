using ImagingGateway.Storage.Index;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>The account table. Times are Unix milliseconds.</summary>
internal static class AccountMigrations
{
    public static readonly IReadOnlyList<Migration> All = [new Migration("accounts", 1, Tables("INTEGER"), Tables("BIGINT"))];

    private static string Tables(string integer) => $"""
        CREATE TABLE accounts (
            user_name TEXT NOT NULL PRIMARY KEY,
            password_hash TEXT NOT NULL,
            role TEXT NOT NULL,
            must_change {integer} NOT NULL,
            disabled {integer} NOT NULL DEFAULT 0,
            stamp TEXT NOT NULL,
            failed_attempts {integer} NOT NULL DEFAULT 0,
            locked_until {integer},
            created_at {integer} NOT NULL,
            last_sign_in_at {integer}
        );
        """;
}
