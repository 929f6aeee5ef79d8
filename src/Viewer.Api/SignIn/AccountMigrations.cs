using ImagingGateway.Storage.Index;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>The account table. Times are Unix milliseconds.</summary>
internal static class AccountMigrations
{
    public static readonly IReadOnlyList<Migration> All = [
        new Migration("accounts", 1, Tables("INTEGER"), Tables("BIGINT")),
        new Migration("accounts", 2, SecondFactor("INTEGER"), SecondFactor("BIGINT")),
    ];

    /// <summary>The secret is encrypted; of a recovery code only the hash is kept. <c>active_since</c>: an administrator let a sleeping account in again.</summary>
    private static string SecondFactor(string integer) => $"""
        ALTER TABLE accounts ADD COLUMN totp_secret TEXT;
        ALTER TABLE accounts ADD COLUMN totp_step {integer} NOT NULL DEFAULT 0;
        ALTER TABLE accounts ADD COLUMN active_since {integer};
        CREATE TABLE account_recovery_codes (
            user_name TEXT NOT NULL REFERENCES accounts (user_name),
            code_hash TEXT NOT NULL,
            used_at {integer},
            PRIMARY KEY (user_name, code_hash)
        );
        """;

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
