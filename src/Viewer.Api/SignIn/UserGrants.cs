using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Viewer.Api.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Establishes the grant of a person or program that signed in.</summary>
internal sealed class UserGrants(
    ViewerOptions options, Accounts accounts, BasicCredentials basic, FailureLimit failures, ReviewerGrants reviewers, ILogger<UserGrants> log)
{
    /// <summary>Whom <c>--no-auth</c> lets in.</summary>
    private static readonly AccessGrant.User Local = new("local", IsAdministrator: true);

    /// <returns>Null when the grant is set; else the answer to give instead of the endpoint's.</returns>
    public async Task<IResult?> EstablishAsync(HttpContext context, AccessRule rule)
    {
        if (context.Request.IsUnsafe() && context.Request.ForeignSite() is { } site)
        {
            AccessLog.CrossSite(log, site);
            return Refusals.CrossSite();
        }

        if (options.NoAuth)
        {
            context.SetGrant(Local);
            return null;
        }

        var (account, refusal) = await AccountOfAsync(context);
        if (account is null)
            return refusal ?? Refusals.SignInNeeded(context, rule.IsPage);
        var step = StepOf(context, account);
        if (step < (context.GetEndpoint()?.Metadata.GetMetadata<AllowedBefore>()?.Step ?? SignInStep.Done))
            return Refusals.StepNeeded(context, step, rule.IsPage);
        context.Features.Set(account);
        if (account.Role == Role.Reviewer)
            return await EstablishReviewerAsync(context, rule, account);
        var isAdministrator = account.Role == Role.Administrator;
        // also of who is refused: the page that says so leads back to their own work
        context.SetGrant(new AccessGrant.User(account.UserName, isAdministrator));
        return rule.Level == AccessLevel.Administrator && !isAdministrator ? Refusals.AdministratorNeeded(rule.IsPage) : null;
    }

    private SignInStep StepOf(HttpContext context, Account account) => account switch
    {
        { HasSecondFactor: true } when !Session.IsComplete(context) => SignInStep.Code,
        { MustChangePassword: true } => SignInStep.Password,
        { HasSecondFactor: false } when options.SecondFactor.Asks(account.Role, context.Connection.RemoteIpAddress) => SignInStep.Enrolment,
        _ => SignInStep.Done,
    };

    private async Task<IResult?> EstablishReviewerAsync(HttpContext context, AccessRule rule, Account account)
    {
        if (rule.Level != AccessLevel.SignedIn)
        {
            context.SetGrant(new AccessGrant.Reviewer(account.UserName, []));
            return Refusals.NotForReviewers(rule.IsPage);
        }

        var study = new Uid(context.Request.RouteValues["study"] as string ?? string.Empty);
        var right = study.IsAcceptable ? await reviewers.RightAsync(account.UserName, study, context.RequestAborted) : ReviewerRight.None;
        context.SetGrant(new AccessGrant.Reviewer(account.UserName, right == ReviewerRight.None ? [] : [study]) { MayCopy = right == ReviewerRight.Copy });
        return null;
    }

    private async Task<(Account? Account, IResult? Refusal)> AccountOfAsync(HttpContext context)
    {
        if (Session.Of(context) is var (name, stamp) && await accounts.FindActiveAsync(name, stamp, context.RequestAborted) is { } account)
            return (account, null);
        if (BasicCredentials.Read(context.Request) is not var (userName, password))
            return (null, null);
        var address = context.RemoteAddress();
        if (failures.IsExceeded(address))
            return (null, Refusals.TooMany());
        switch (await basic.VerifyAsync(userName, password, address, context.RequestAborted))
        {
            case SignInOutcome.Accepted accepted:
                return (accepted.Account, null);
            case SignInOutcome.Locked:
                failures.Count(address);
                AccessLog.SignInRefused(log, address, "account locked");
                return (null, Refusals.TooMany());
            default:
                failures.Count(address);
                AccessLog.SignInRefused(log, address, "wrong name or password");
                return (null, null);
        }
    }
}
