using System.CommandLine;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api;

namespace ImagingGateway.Host.Commands;

/// <summary><c>link</c>: study links from the command line, beside a running gateway or without one.</summary>
internal static class LinkCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string[]> Studies = new("STUDY-UID") { Description = "Study Instance UIDs", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> Days = new("--days") { Description = "Days until the link ends", DefaultValueFactory = _ => 30 };
    private static readonly Option<string?> Pin = new("--pin") { Description = "PIN of 4 to 12 digits that the receiver must type" };
    private static readonly Option<string?> Note = new("--note") { Description = "What the link is for" };
    private static readonly Option<LinkBasis> Basis = new("--basis") { Description = "By what right the link is given out; 'Other' needs --note", Required = true };
    private static readonly Option<LinkAudience> Audience = new("--audience") { Description = "Who receives it; decides what it permits unless --permission says so" };
    private static readonly Option<LinkPermission?> Permission = new("--permission") { Description = "View (watermarked pictures), ViewFull (viewer) or Download (files too)" };
    private static readonly Option<string?> Recipient = new("--recipient") { Description = "The receiver's name, as it stands in the watermark" };
    private static readonly Option<int?> Openings = new("--openings") { Description = "How often the link may be opened" };
    private static readonly Option<bool> Deidentified = new("--deidentified") { Description = "Take names, numbers and dates (see --dates) out of everything the link shows" };
    private static readonly Option<LinkDates> Dates = new("--dates") { Description = "With --deidentified: Removed, Shifted (all by one secret number of days) or Kept" };
    private static readonly Argument<string> LinkId = new("LINK-ID") { Description = "As shown by 'link list'" };

    public static Command Build()
    {
        var create = new Command("create", "Create a study link; prints its address and QR code") { Studies, Basis, Audience, Recipient, Permission, Days, Pin, Openings, Deidentified, Dates, Note, Data };
        create.SetAction((parsed, cancellationToken) => RunAsync(parsed, async (links, web) =>
        {
            var wish = new NewStudyLink(
                [.. parsed.GetValue(Studies)!.Select(uid => new Uid(uid))], DateTimeOffset.UtcNow.AddDays(parsed.GetValue(Days)),
                parsed.GetValue(Pin), $"command line: {Environment.UserName}", parsed.GetValue(Note))
            {
                Basis = parsed.GetValue(Basis), Audience = parsed.GetValue(Audience), Permission = parsed.GetValue(Permission), Recipient = parsed.GetValue(Recipient),
                MaxOpenings = parsed.GetValue(Openings), IsDeidentified = parsed.GetValue(Deidentified), Dates = parsed.GetValue(Dates),
            };
            var created = await links.CreateAsync(wish, cancellationToken);
            Greeting.PrintLink(created, web.PublicUrl ?? $"http://{web.Bind}:{web.Port}");
        }, cancellationToken));
        var list = new Command("list", "List the newest study links") { Data };
        list.SetAction((parsed, cancellationToken) => RunAsync(parsed, async (links, _) =>
        {
            foreach (var link in await links.ListAsync(null, cancellationToken))
                Console.WriteLine($"{link.Id}  {(link.RevokedAt is null ? "until" : "revoked")} {link.RevokedAt ?? link.ExpiresAt:yyyy-MM-dd HH:mm}  opened {link.Openings}x  {string.Join(' ', link.StudyInstanceUids)}");
        }, cancellationToken));
        var revoke = new Command("revoke", "End a study link at once") { LinkId, Data };
        revoke.SetAction((parsed, cancellationToken) => RunAsync(parsed, async (links, _) =>
        {
            var known = await links.RevokeAsync(parsed.GetValue(LinkId)!, $"command line: {Environment.UserName}", cancellationToken);
            Console.WriteLine(known ? "The link is ended." : throw new ArgumentException("There is no such link. 'imaging-gateway link list' shows them."));
        }, cancellationToken));
        return new Command("link", "Create, list and revoke study links") { create, list, revoke };
    }

    private static Task<int> RunAsync(ParseResult parsed, Func<IStudyLinks, ViewerOptions, Task> action, CancellationToken cancellationToken) =>
        Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])],
            services => action(services.GetRequiredService<IStudyLinks>(), services.GetRequiredService<GatewaySettings>().Web),
            cancellationToken));
}
