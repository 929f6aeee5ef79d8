using System.CommandLine;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Links;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Host.Commands;

/// <summary><c>link</c>: study links from the command line, beside a running gateway or without one.</summary>
internal static class LinkCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string[]> Studies = new("STUDY-UID") { Description = "Study Instance UIDs", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> Days = new("--days") { Description = "Days until the link ends", DefaultValueFactory = _ => 30 };
    private static readonly Option<string?> Until = new("--until") { Description = "Last day of the link instead of --days, such as 25/12/2026", HelpName = "DAY" };
    private static readonly Option<string?> From = new("--from") { Description = "First day of the link; it opens nothing before", HelpName = "DAY" };
    private static readonly Option<string?> Pin = new("--pin") { Description = "PIN of 4 to 12 digits that the receiver must type" };
    private static readonly Option<bool> BirthYear = new("--pin-birth-year") { Description = "The PIN is the patient's year of birth, and the link's page says so" };
    private static readonly Option<string?> Note = new("--note") { Description = "What the link is for" };
    private static readonly Option<LinkBasis> Basis = new("--basis") { Description = "By what right the link is given out; 'Other' needs --note", Required = true };
    private static readonly Option<LinkAudience> Audience = new("--audience") { Description = "Who receives it; decides what it permits unless --permission says so" };
    private static readonly Option<LinkPurpose?> Purpose = new("--purpose") { Description = "What it is for; what fits the audience when left out" };
    private static readonly Option<LinkPermission?> Permission = new("--permission") { Description = "View (watermarked pictures), ViewFull (viewer) or Download (files too)" };
    private static readonly Option<string?> Recipient = new("--recipient") { Description = "The receiver's name, as it stands in the watermark" };
    private static readonly Option<int?> Openings = new("--openings") { Description = "How often the link may be opened" };
    private static readonly Option<bool> Deidentified = new("--deidentified") { Description = "Take names, numbers and dates (see --dates) out of everything the link shows" };
    private static readonly Option<LinkDates> Dates = new("--dates") { Description = "With --deidentified: Removed, Shifted (all by one secret number of days) or Kept" };
    private static readonly Argument<string> LinkId = new("LINK-ID") { Description = "As shown by 'link list'" };

    public static Command Build()
    {
        var create = new Command("create", "Create a study link; prints its address and QR code") 
        {
            Studies, Basis, Audience, Recipient, Purpose, Permission, From, Days, Until, Pin, BirthYear, Openings, Deidentified, Dates, Note, Data,
        };
        create.SetAction((parsed, cancellationToken) => RunAsync(parsed, async services =>
        {
            var web = services.GetRequiredService<GatewaySettings>().Web;
            var wish = await WishAsync(parsed, services.GetRequiredService<IStudyList>(), cancellationToken);
            Greeting.PrintLink(await services.GetRequiredService<IStudyLinks>().CreateAsync(wish, cancellationToken), web.PublicUrl ?? $"http://{web.Bind}:{web.Port}");
        }, cancellationToken));
        var list = new Command("list", "List the newest study links") { Data };
        list.SetAction((parsed, cancellationToken) => RunAsync(parsed, async services =>
        {
            foreach (var link in await services.GetRequiredService<IStudyLinks>().ListAsync(null, cancellationToken))
                Console.WriteLine($"{link.Id}  {(link.RevokedAt is null ? "until" : "revoked")} {link.RevokedAt ?? link.ExpiresAt:yyyy-MM-dd HH:mm}  opened {link.Openings}x  {string.Join(' ', link.StudyInstanceUids)}");
        }, cancellationToken));
        var revoke = new Command("revoke", "End a study link at once") { LinkId, Data };
        revoke.SetAction((parsed, cancellationToken) => RunAsync(parsed, async services =>
        {
            var known = await services.GetRequiredService<IStudyLinks>().RevokeAsync(parsed.GetValue(LinkId)!, $"command line: {Environment.UserName}", cancellationToken);
            Console.WriteLine(known ? "The link is ended." : throw new ArgumentException("There is no such link. 'imaging-gateway link list' shows them."));
        }, cancellationToken));
        return new Command("link", "Create, list and revoke study links") { create, list, revoke };
    }

    /// <exception cref="StudyLinkException">A day is no day, or there is no one year of birth.</exception>
    private static async Task<NewStudyLink> WishAsync(ParseResult parsed, IStudyList list, CancellationToken cancellationToken)
    {
        var (studies, pin) = (parsed.GetValue(Studies)!, parsed.GetValue(Pin));
        if (parsed.GetValue(BirthYear))
        {
            if (pin is not null)
                throw new ArgumentException("Give either --pin or --pin-birth-year.");
            // studies that are not there are refused when the link is made
            pin = await ChosenStudies.FindAsync(list, studies, cancellationToken) is { } found ? LinkWish.BirthYearOf(found.Chosen) : null;
        }

        return new NewStudyLink(
            [.. studies.Select(uid => new Uid(uid))], DayOf(parsed.GetValue(Until)) is { } last ? Show.EndOf(last) : DateTimeOffset.UtcNow.AddDays(parsed.GetValue(Days)),
            pin, $"command line: {Environment.UserName}", parsed.GetValue(Note))
        {
            Basis = parsed.GetValue(Basis), Audience = parsed.GetValue(Audience), Purpose = parsed.GetValue(Purpose), Permission = parsed.GetValue(Permission),
            Recipient = parsed.GetValue(Recipient), PinKind = parsed.GetValue(BirthYear) ? PinKind.BirthYear : PinKind.Digits,
            NotBefore = DayOf(parsed.GetValue(From)) is { } first ? Show.StartOf(first) : null, MaxOpenings = parsed.GetValue(Openings),
            IsDeidentified = parsed.GetValue(Deidentified), Dates = parsed.GetValue(Dates),
        };
    }

    private static DateOnly? DayOf(string? text) => text is null ? null : DayText.Read(text) ?? throw new StudyLinkException(StudyLinkFault.Day);

    private static Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, Task> action, CancellationToken cancellationToken) =>
        Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])],
            action, cancellationToken));
}
