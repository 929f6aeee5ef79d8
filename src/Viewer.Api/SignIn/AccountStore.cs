using Dapper;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Rows of accounts: portable SQL, every value a parameter.</summary>
internal sealed class AccountStore(GatewayDatabase database)
{
    private const string Columns = """
        user_name AS UserName, password_hash AS PasswordHash, role AS Role, must_change AS MustChange, disabled AS Disabled, stamp AS Stamp,
        locked_until AS LockedUntil, created_at AS CreatedAt, last_sign_in_at AS LastSignInAt, totp_secret AS TotpSecret,
        active_since AS ActiveSince
        """;

    public async Task<IReadOnlyList<AccountRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<AccountRow>(new CommandDefinition(
            $"SELECT {Columns} FROM accounts ORDER BY user_name", cancellationToken: cancellationToken))).AsList();
    }

    public async Task<AccountRow?> FindAsync(string userName, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<AccountRow>(new CommandDefinition(
            $"SELECT {Columns} FROM accounts WHERE user_name = @userName", new { userName }, cancellationToken: cancellationToken));
    }

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> AddAsync(AccountRow row, CancellationToken cancellationToken) =>
        await ExecuteAsync(
            """
            INSERT INTO accounts (user_name, password_hash, role, must_change, stamp, created_at)
            VALUES (@UserName, @PasswordHash, @Role, @MustChange, @Stamp, @CreatedAt) ON CONFLICT (user_name) DO NOTHING
            """,
            new { row.UserName, row.PasswordHash, row.Role, row.MustChange, row.Stamp, row.CreatedAt },
            cancellationToken) > 0;

    public Task<int> SetPasswordAsync(string userName, string passwordHash, bool mustChange, string stamp, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            UPDATE accounts SET password_hash = @passwordHash, must_change = @mustChange, stamp = @stamp, failed_attempts = 0, locked_until = NULL
            WHERE user_name = @userName
            """,
            new { userName, passwordHash, mustChange = mustChange ? 1 : 0, stamp },
            cancellationToken);

    public Task<int> SetDisabledAsync(string userName, bool disabled, string stamp, long now, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE accounts SET disabled = @disabled, stamp = @stamp, active_since = @now WHERE user_name = @userName",
            new { userName, disabled = disabled ? 1 : 0, stamp, now },
            cancellationToken);

    /// <summary>Takes an attempt before the password is looked at, in one statement: side by side gives no more guesses than one after another.</summary>
    /// <returns>Rows changed: 0 when the account is locked or unknown.</returns>
    public Task<int> TakeAttemptAsync(string userName, int allowed, long now, long lockedUntil, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            UPDATE accounts SET
                failed_attempts = CASE WHEN locked_until IS NULL THEN failed_attempts + 1 ELSE 1 END,
                locked_until = CASE WHEN locked_until IS NULL AND failed_attempts + 1 >= @allowed THEN @lockedUntil ELSE NULL END
            WHERE user_name = @userName AND (locked_until IS NULL OR locked_until <= @now)
            """,
            new { userName, allowed, now, lockedUntil },
            cancellationToken);

    public Task<int> PasswordWasRightAsync(string userName, long now, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE accounts SET failed_attempts = 0, locked_until = NULL, last_sign_in_at = @now WHERE user_name = @userName",
            new { userName, now },
            cancellationToken);

    /// <summary>Sets the encrypted secret with new recovery codes, or removes all of it.</summary>
    public async Task SetSecondFactorAsync(string userName, string? secret, long step, string stamp, IReadOnlyList<string> codeHashes, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("UPDATE accounts SET totp_secret = @secret, totp_step = @step, stamp = @stamp WHERE user_name = @userName", new { userName, secret, step, stamp }, transaction);
        await connection.ExecuteAsync("DELETE FROM account_recovery_codes WHERE user_name = @userName", new { userName }, transaction);
        await connection.ExecuteAsync("INSERT INTO account_recovery_codes (user_name, code_hash) VALUES (@userName, @hash)", codeHashes.Select(hash => new { userName, hash }), transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Takes a time step, in one statement: a code seen over the shoulder is worth nothing, on no node.</summary>
    /// <returns>Rows changed: 0 when the step or a later one was taken.</returns>
    public Task<int> TakeStepAsync(string userName, long step, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE accounts SET totp_step = @step WHERE user_name = @userName AND totp_step < @step", new { userName, step }, cancellationToken);

    public Task<int> TakeRecoveryCodeAsync(string userName, string hash, long now, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE account_recovery_codes SET used_at = @now WHERE user_name = @userName AND code_hash = @hash AND used_at IS NULL", new { userName, hash, now }, cancellationToken);

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
