using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>The account use cases.</summary>
public sealed partial class Accounts : IDisposable
{
    /// <summary>Wrong passwords before an account is locked, and for how long.</summary>
    public const int Attempts = 5;
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    private readonly AccountStore _store;
    private readonly IAuditTrail _audit;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, (Account Account, DateTimeOffset Until)> _fresh = new();

    /// <summary>How long another node's change to an account may go unnoticed.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    /// <summary>Hashing is slow on purpose; a flood of sign-ins must not take every core from the images.</summary>
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    private readonly TimeSpan _idle;

    /// <param name="idle">After so long without a sign-in an account is locked; zero for never.</param>
    internal Accounts(AccountStore store, IAuditTrail audit, TimeProvider clock, TimeSpan idle) => (_store, _audit, _clock, _idle) = (store, audit, clock, idle);

    /// <summary>Checks a password, counting failures against the account.</summary>
    public async Task<SignInOutcome> SignInAsync(string userName, string password, string? remoteAddress, CancellationToken cancellationToken)
    {
        userName = Normal(userName);
        var outcome = await CheckAsync(userName, password, cancellationToken);
        await _audit.AppendAsync(
            new AuditEvent(
                _clock.GetUtcNow(), AuditAction.SignIn, IsName(userName) ? userName : "anonymous", remoteAddress, null, null,
                outcome is SignInOutcome.Accepted ? AuditOutcome.Success : AuditOutcome.Refused, outcome switch
                {
                    SignInOutcome.Locked => AuditForms.Locked.With(),
                    SignInOutcome.Idle => AuditForms.SignInIdle.With(),
                    SignInOutcome.Accepted { Account.HasSecondFactor: true } => AuditForms.SecondFactorAsked.With(),
                    _ => null,
                }),
            cancellationToken);
        return outcome;
    }

    public async Task<Account?> FindAsync(string userName, CancellationToken cancellationToken) =>
        (await _store.FindAsync(Normal(userName), cancellationToken))?.ToAccount();

    /// <summary>The account when it may act with this stamp. Asked on every request, so the answer is remembered for seconds; changes made here count at once.</summary>
    public async ValueTask<Account?> FindActiveAsync(string userName, string stamp, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (!_fresh.TryGetValue(userName, out var fresh) || fresh.Until <= now)
        {
            if (await FindAsync(userName, cancellationToken) is not { } found)
                return null;
            _fresh[found.UserName] = fresh = (found, now + Remembered);
        }

        return fresh.Account is { IsDisabled: false } account && account.Stamp == stamp ? account : null;
    }

    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _store.ListAsync(cancellationToken)).Select(row => row.ToAccount())];

    /// <summary>Creates an account.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="ArgumentException">The name is not 2 to 32 letters, digits, dots, dashes or underscores, or the password is too weak.</exception>
    public async Task<bool> CreateAsync(string userName, string password, Role role, bool mustChange, string actor, CancellationToken cancellationToken)
    {
        userName = Normal(userName);
        if (!IsName(userName))
            throw new ArgumentException("A user name has 2 to 32 lower-case letters, digits, dots, dashes or underscores.", nameof(userName));
        if (!PasswordPolicy.Accepts(userName, password))
            throw new ArgumentException($"The password needs at least {PasswordPolicy.Shortest} characters and must not contain the user name.", nameof(password));
        var row = new AccountRow
        {
            UserName = userName, PasswordHash = await HashAsync(password, cancellationToken), Role = role.ToString(), MustChange = mustChange ? 1 : 0,
            Stamp = RandomText.Token(9), CreatedAt = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        var added = await _store.AddAsync(row, cancellationToken);
        if (added)
            await NoteAsync(actor, AuditForms.AccountCreated.With(userName, role), cancellationToken);
        return added;
    }

    /// <summary>Sets a password; every session of the account ends.</summary>
    public async Task SetPasswordAsync(string userName, string password, bool mustChange, string actor, CancellationToken cancellationToken)
    {
        userName = Normal(userName);
        await _store.SetPasswordAsync(userName, await HashAsync(password, cancellationToken), mustChange, RandomText.Token(9), cancellationToken);
        _fresh.TryRemove(userName, out _);
        await NoteAsync(actor, AuditForms.PasswordSet.With(userName), cancellationToken);
    }

    /// <summary>Takes effect at once, also for open sessions.</summary>
    public async Task SetDisabledAsync(string userName, bool disabled, string actor, CancellationToken cancellationToken)
    {
        userName = Normal(userName);
        await _store.SetDisabledAsync(userName, disabled, RandomText.Token(9), _clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        _fresh.TryRemove(userName, out _);
        await NoteAsync(actor, (disabled ? AuditForms.AccountDisabled : AuditForms.AccountEnabled).With(userName), cancellationToken);
    }

    /// <summary>Accounts that wrong passwords or codes have locked for now.</summary>
    public async Task<int> CountLockedAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        return (await _store.ListAsync(cancellationToken)).Count(row => row.LockedUntil > now);
    }

    /// <summary>The account changed elsewhere: what is remembered of it no longer counts.</summary>
    internal void Forget(string userName) => _fresh.TryRemove(userName, out _);

    public void Dispose() => _hashing.Dispose();

    private async Task<SignInOutcome> CheckAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var row = IsName(userName) ? await _store.FindAsync(userName, cancellationToken) : null;
        var taken = row is null ? 0 : await _store.TakeAttemptAsync(
            userName, Attempts, now.ToUnixTimeMilliseconds(), (now + Lock).ToUnixTimeMilliseconds(), cancellationToken);
        if (row is not null && taken == 0)
            return new SignInOutcome.Locked();
        if (!await VerifyAsync(password, row?.PasswordHash, cancellationToken) || row is null || row.Disabled != 0)
            return new SignInOutcome.Wrong();
        if (_idle > TimeSpan.Zero && now - LastUse(row) > _idle)
        {
            await SetDisabledAsync(userName, disabled: true, "idle", cancellationToken);
            return new SignInOutcome.Idle();
        }

        // with a second factor the attempts are only forgiven when the code was right, too
        if (row.TotpSecret is null)
            await _store.PasswordWasRightAsync(userName, now.ToUnixTimeMilliseconds(), cancellationToken);
        return new SignInOutcome.Accepted(row.ToAccount());
    }

    private static DateTimeOffset LastUse(AccountRow row) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(Math.Max(row.CreatedAt, row.LastSignInAt ?? 0), row.ActiveSince ?? 0));

    private async Task<bool> VerifyAsync(string password, string? kept, CancellationToken cancellationToken)
    {
        if (password.Length > PasswordPolicy.Longest)
            return false;
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => SlowHash.Verify(password, kept), cancellationToken);
        }
        finally
        {
            _hashing.Release();
        }
    }

    private static Task<string> HashAsync(string password, CancellationToken cancellationToken) => Task.Run(() => SlowHash.Of(password), cancellationToken);

    private ValueTask NoteAsync(string actor, AuditDetail detail, CancellationToken cancellationToken) =>
        _audit.AppendAsync(
            new AuditEvent(_clock.GetUtcNow(), AuditAction.SettingsChanged, actor, null, null, null, AuditOutcome.Success, detail), cancellationToken);

    private static string Normal(string userName) => userName.Trim().ToLowerInvariant();

    private static bool IsName(string userName) => UserNameForm().IsMatch(userName);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{1,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex UserNameForm();
}
