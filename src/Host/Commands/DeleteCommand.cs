using System.CommandLine;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Host.Commands;

/// <summary><c>delete</c>: marks studies, takes marks back, purges what is due; legal hold and retention class of a study.</summary>
internal static class DeleteCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Study = new("STUDY-UID") { Description = "Study Instance UID" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the audit trail", Required = true };

    public static Command Build() => new("delete", "Delete a study in two steps: it is marked now and purged after a grace of days")
    {
        Step("mark", "Mark a study for deletion; it stays visible until it is purged", async (deletion, parsed, cancel) =>
        {
            var reasons = await deletion.MarkAsync(Uid(parsed), Environment.UserName, parsed.GetValue(Reason)!, cancel);
            foreach (var reason in reasons)
                Console.WriteLine(reason);
            if (reasons.Count == 0)
                Console.WriteLine("Marked; 'delete keep' takes it back until it is purged. / Đã đánh dấu; dùng 'delete keep' để giữ lại trước khi xóa hẳn.");
            return reasons.Count == 0 ? 0 : 1;
        }, Study, Reason),
        Step("keep", "Take the mark back", async (deletion, parsed, cancel) =>
        {
            return Tell(await deletion.KeepAsync(Uid(parsed), Environment.UserName, cancel), "Kept. / Đã giữ lại.");
        }, Study),
        Step("hold", "Place a legal hold: the study cannot be deleted", async (deletion, parsed, cancel) =>
        {
            return Tell(await deletion.HoldAsync(Uid(parsed), parsed.GetValue(Reason), Environment.UserName, cancel), "Under legal hold. / Đã giữ theo yêu cầu pháp lý.");
        }, Study, Reason),
        Step("release", "Lift a legal hold", async (deletion, parsed, cancel) =>
        {
            return Tell(await deletion.HoldAsync(Uid(parsed), null, Environment.UserName, cancel), "Legal hold lifted. / Đã gỡ giữ theo yêu cầu pháp lý.");
        }, Study),
        Classify(),
        Step("purge", "Purge the marked studies whose grace has passed (a running gateway does so by itself)", async (deletion, _, cancel) =>
        {
            var purged = await deletion.PurgeDueAsync(cancel);
            foreach (var (study, outcome) in purged)
                Console.WriteLine($"{study}: {outcome.Result}, {outcome.Instances}");
            Console.WriteLine($"{purged.Count(one => one.Outcome.Result == PurgeResult.Purged)} of {purged.Count} purged. / Đã xóa hẳn.");
            return purged.All(one => one.Outcome.Result == PurgeResult.Purged) ? 0 : 1;
        }),
    };

    private static int Tell(bool isThere, string done)
    {
        Console.WriteLine(isThere ? done : "There is no study with this UID: check it. / Không có ca chụp với UID này: hãy kiểm tra lại.");
        return isThere ? 0 : 1;
    }

    private static Command Classify()
    {
        var name = new Argument<string>("CLASS") { Description = "Such as standard, accident, psychiatric, death (setting: Retention:Years)" };
        return Step("classify", "Put a study into a retention class", async (deletion, parsed, cancel) =>
        {
            await deletion.ClassifyAsync(Uid(parsed), parsed.GetValue(name)!, Environment.UserName, cancel);
            Console.WriteLine("Done. / Xong.");
            return 0;
        }, Study, name);
    }

    private static Command Step(string name, string description, Func<StudyDeletion, ParseResult, CancellationToken, Task<int>> step, params Symbol[] symbols)
    {
        var command = new Command(name, description) { Data };
        foreach (var argument in symbols.OfType<Argument>())
            command.Add(argument);
        foreach (var option in symbols.OfType<Option>())
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(
            parsed.GetValue(Data), services => step(services.GetRequiredService<StudyDeletion>(), parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static Uid Uid(ParseResult parsed) => new(parsed.GetValue(Study)!);
}
