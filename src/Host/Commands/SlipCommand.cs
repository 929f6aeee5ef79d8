using System.CommandLine;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.Slip;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api;
using ImagingGateway.Viewer.Api.Links;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Host.Commands;

/// <summary><c>slip</c>: a link for the patient and its slip as PDF, from the command line, beside a running gateway or without one.</summary>
internal static class SlipCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Study = new("STUDY-UID") { Description = "Study Instance UID" };
    private static readonly Option<string?> Out = new("--out") { Description = "File to write; slip-LINK.pdf in the working directory when left out" };
    private static readonly Option<PaperSize> Paper = new("--paper") { Description = "A5 or A4" };
    private static readonly Option<Language> Language = new("--language") { Description = "vi or en" };
    private static readonly Option<int> Days = new("--days") { Description = "Days until the link ends", DefaultValueFactory = _ => 90 };
    private static readonly Option<string?> Pin = new("--pin") { Description = "PIN of 4 to 12 digits; the patient's year of birth when left out, or a random one when that is not known" };

    public static Command Build()
    {
        var command = new Command("slip", "Create a link for the patient and write its slip as PDF") { Study, Out, Paper, Language, Days, Pin, Data };
        command.SetAction((parsed, cancellationToken) => Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])], services => WriteAsync(parsed, services, cancellationToken), cancellationToken)));
        return command;
    }

    private static async Task WriteAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        var person = $"command line: {Environment.UserName}";
        var uid = new Uid(parsed.GetValue(Study)!);
        var study = uid.IsAcceptable ? await services.GetRequiredService<IStudyList>().FindAsync(uid, cancellationToken) : null;
        var year = Show.YearOf(study?.PatientBirthDate);
        var wish = new NewStudyLink(
            [uid], DateTimeOffset.UtcNow.AddDays(parsed.GetValue(Days)), parsed.GetValue(Pin) ?? year ?? RandomText.Digits(6), person, null)
        {
            Basis = LinkBasis.PatientRequest, PinKind = parsed.GetValue(Pin) is null && year is not null ? PinKind.BirthYear : PinKind.Digits,
        };
        var created = await services.GetRequiredService<IStudyLinks>().CreateAsync(wish, cancellationToken);
        var web = services.GetRequiredService<GatewaySettings>().Web;
        var look = new SlipWish(web.PublicUrl ?? $"http://{web.Bind}:{web.Port}", parsed.GetValue(Language), parsed.GetValue(Paper), person, null);
        var pdf = await services.GetRequiredService<Slips>().WriteAsync(created.Link, created.Token, created.Code, look, cancellationToken)
            ?? throw new ArgumentException("There is no such study in the archive. Check the Study Instance UID.");
        var path = parsed.GetValue(Out) ?? $"slip-{created.Link.Id}.pdf";
        await File.WriteAllBytesAsync(path, pdf, cancellationToken);
        Console.WriteLine($"{path}: link {created.Link.Id}, {(wish.PinKind == PinKind.BirthYear ? "opens with the year of birth" : $"PIN {wish.Pin} (shown only now; it is not on the slip)")}");
    }
}
