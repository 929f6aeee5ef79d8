using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;
using Microsoft.AspNetCore.DataProtection;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>
/// The second factor of accounts: codes of an authenticator app, and recovery codes for the day the phone is gone. Attempts count against
/// the same lock as passwords; a code is taken once. Secrets are kept encrypted with the gateway's session keys.
/// </summary>
public sealed class SecondFactors
{
    private const int RecoveryCodes = 8;
    private static readonly TimeSpan EnrolmentTime = TimeSpan.FromMinutes(15);

    private readonly AccountStore _store;
    private readonly Accounts _accounts;
    private readonly IDataProtector _atRest;
    private readonly ITimeLimitedDataProtector _pending;
    private readonly IAuditTrail _audit;
    private readonly TimeProvider _clock;

    internal SecondFactors(AccountStore store, Accounts accounts, IDataProtectionProvider protection, IAuditTrail audit, TimeProvider clock) =>
        (_store, _accounts, _atRest, _pending, _audit, _clock) =
        (store, accounts, protection.CreateProtector("second-factor"), protection.CreateProtector("second-factor-enrolment").ToTimeLimitedDataProtector(), audit, clock);

    /// <summary>A new secret and the sealed form of it that comes back with the first code.</summary>
    public (string Secret, string Sealed) Begin(string userName)
    {
        var secret = Totp.NewSecret();
        return (secret, _pending.Protect($"{userName}\n{secret}", EnrolmentTime));
    }

    /// <summary>The secret of a sealed form; null when it is another account's, changed or too old.</summary>
    public string? Open(string userName, string @sealed)
    {
        try
        {
            return _pending.Unprotect(@sealed).Split('\n') is [var owner, var secret] && owner == userName ? secret : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Enrols with a first code; every other session of the account ends.</summary>
    /// <returns>The recovery codes, shown once; null when the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> EnrolAsync(string userName, string secret, string code, string? remoteAddress, CancellationToken cancellationToken)
    {
        var isRight = Totp.StepOf(secret, Digits(code), _clock.GetUtcNow()) is not null;
        await NoteAsync(userName, remoteAddress, isRight, AuditForms.SecondFactorEnrolled.With(), cancellationToken);
        if (!isRight)
            return null;
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomText.Password()).ToList();
        await _store.SetSecondFactorAsync(
            userName, _atRest.Protect(secret), Totp.StepOf(secret, Digits(code), _clock.GetUtcNow())!.Value, RandomText.Token(9), [.. codes.Select(HashOf)], cancellationToken);
        _accounts.Forget(userName);
        return codes;
    }

    /// <summary>Checks a code of the app or a recovery code, once each.</summary>
    public async Task<SignInOutcome> VerifyAsync(string userName, string code, string? remoteAddress, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (await _store.TakeAttemptAsync(userName, Accounts.Attempts, now.ToUnixTimeMilliseconds(), (now + Accounts.Lock).ToUnixTimeMilliseconds(), cancellationToken) == 0)
        {
            await NoteAsync(userName, remoteAddress, false, AuditForms.SecondFactorLocked.With(), cancellationToken);
            return new SignInOutcome.Locked();
        }

        var row = await _store.FindAsync(userName, cancellationToken);
        var isRight = row is { TotpSecret: { } kept, Disabled: 0 } && (
            StepOf(kept, code, now) is { } step
                ? await _store.TakeStepAsync(userName, step, cancellationToken) > 0
                : await _store.TakeRecoveryCodeAsync(userName, HashOf(code), now.ToUnixTimeMilliseconds(), cancellationToken) > 0);
        await NoteAsync(userName, remoteAddress, isRight, AuditForms.SecondFactorGiven.With(), cancellationToken);
        if (!isRight)
            return new SignInOutcome.Wrong();
        await _store.PasswordWasRightAsync(userName, now.ToUnixTimeMilliseconds(), cancellationToken);
        return new SignInOutcome.Accepted(row!.ToAccount());
    }

    /// <summary>The phone is gone and so are the recovery codes: the account enrols anew at its next sign-in.</summary>
    public async Task ResetAsync(string userName, string actor, CancellationToken cancellationToken)
    {
        await _store.SetSecondFactorAsync(userName, null, 0, RandomText.Token(9), [], cancellationToken);
        _accounts.Forget(userName);
        await _audit.AppendAsync(
            new AuditEvent(_clock.GetUtcNow(), AuditAction.SettingsChanged, actor, null, null, null, AuditOutcome.Success, AuditForms.SecondFactorTakenAway.With(userName)), cancellationToken);
    }

    /// <summary>Null for a wrong code, and when the key that sealed the secret is lost: then only a recovery code helps, or an administrator.</summary>
    private long? StepOf(string kept, string code, DateTimeOffset now)
    {
        try
        {
            return Totp.StepOf(_atRest.Unprotect(kept), Digits(code), now);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ValueTask NoteAsync(string userName, string? remoteAddress, bool isRight, AuditDetail detail, CancellationToken cancellationToken) => _audit.AppendAsync(
        new AuditEvent(_clock.GetUtcNow(), AuditAction.SignIn, userName, remoteAddress, null, null, isRight ? AuditOutcome.Success : AuditOutcome.Refused, detail), cancellationToken);

    /// <summary>People type blanks between the digits.</summary>
    private static string Digits(string code) => code.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>79 random bits need no slow hash.</summary>
    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant())));
}
