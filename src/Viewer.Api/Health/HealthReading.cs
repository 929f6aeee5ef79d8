using System.Globalization;
using System.Net.NetworkInformation;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Spool;
using ImagingGateway.Viewer.Api.Assets;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Health;

/// <summary>Looks at everything the health page tells of.</summary>
internal sealed class HealthReading(
    StorageOptions storage, ViewerOptions options, ISpoolMonitor spool, IStudyList studies, IObjectStore objects, ArchiveVerification verification, DamagedReads damaged, Accounts accounts, IStudyLinks links,
    WebAssets assets, IEnumerable<IHealthSource> others)
{
    private const long LittleSpace = 20L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<HealthCheck>> ReadAsync(CancellationToken cancellationToken)
    {
        var status = spool.Read();
        return [DiskOf(status), SpoolOf(status), await IndexAsync(cancellationToken), await ObjectsAsync(cancellationToken), await VerifiedAsync(cancellationToken), await LockedAsync(cancellationToken), Dicom(), .. others.Select(other => other.Read()).OfType<HealthCheck>(), Codecs(), Web()];
    }

    private HealthCheck DiskOf(SpoolStatus status)
    {
        var full = status.FreeBytes < storage.SpoolReserveBytes;
        return new HealthCheck(
            "Disk", full ? HealthState.Bad : status.FreeBytes < LittleSpace ? HealthState.Warn : HealthState.Good,
            [new HealthFact("HealthDiskFree", Show.Bytes(status.FreeBytes))],
            full ? "HealthDiskFull" : status.FreeBytes < LittleSpace ? "HealthDiskLow" : null);
    }

    private static HealthCheck SpoolOf(SpoolStatus status)
    {
        var facts = new List<HealthFact>
        {
            status.WaitingInstances == 0 ? new HealthFact("HealthSpoolEmpty") : new HealthFact("HealthSpoolWaiting", Show.Count(status.WaitingInstances), Show.Bytes(status.WaitingBytes)),
        };
        if (status.OldestAge is { } oldest)
            facts.Add(new HealthFact("HealthSpoolOldest", Math.Ceiling(oldest.TotalSeconds)));
        var (unfinished, damaged) = status.SetAside;
        if (damaged > 0)
            facts.Add(new HealthFact("HealthSpoolDamaged", damaged));
        if (unfinished > 0)
            facts.Add(new HealthFact("HealthSpoolUnfinished", unfinished));
        if (status is { LastError: { } error, FailingSince: { } since })
            facts.Add(new HealthFact("HealthSpoolFailing", Show.Time(since), error));
        var state = status.LastError is not null || damaged > 0 ? HealthState.Bad
            : unfinished > 0 || status.OldestAge > TimeSpan.FromMinutes(1) ? HealthState.Warn : HealthState.Good;
        var advice = damaged > 0 ? "HealthSpoolDamagedAdvice" : status.LastError is not null ? "HealthSpoolFailingAdvice" : unfinished > 0 ? "HealthSpoolUnfinishedAdvice"
            : state == HealthState.Warn ? "HealthSpoolSlowAdvice" : null;
        return new HealthCheck("Spool", state, facts, advice);
    }

    private Task<HealthCheck> IndexAsync(CancellationToken cancellationToken) => AskAsync(
        "Index",
        async patient =>
        {
            var counts = await studies.CountAsync(patient);
            return Good("Index", new HealthFact("HealthIndexCounts", Show.Count(counts.Studies), Show.Count(counts.Instances), Show.Count(counts.Patients), Show.Bytes(counts.Bytes)));
        },
        cancellationToken);

    private Task<HealthCheck> ObjectsAsync(CancellationToken cancellationToken) => AskAsync(
        "Objects",
        async patient =>
        {
            await objects.CheckAsync(patient);
            return Good("Objects", new HealthFact(storage.Objects == "s3" ? "HealthObjectsS3" : "HealthObjectsFiles"));
        },
        cancellationToken);

    /// <summary>What <c>imaging-gateway verify</c> last found, and what was found damaged since while somebody wanted it.</summary>
    private Task<HealthCheck> VerifiedAsync(CancellationToken cancellationToken) => AskAsync(
        "Verified",
        async patient =>
        {
            var report = await verification.LatestAsync(patient);
            var facts = new List<HealthFact>
            {
                report is null ? new HealthFact("HealthVerifiedNever") : new HealthFact(report.IsFinished ? "HealthVerifiedAll" : "HealthVerifiedPart", Show.Time(report.At), Show.Count(report.Checked)),
            };
            if (report is { Faults: > 0 })
                facts.Add(new HealthFact("HealthVerifiedFaults", Show.Count(report.Faults), string.Join(", ", report.Examples)));
            if (damaged.Count > 0)
                facts.Add(new HealthFact("HealthVerifiedRefused", Show.Count(damaged.Count), string.Join(", ", damaged.Examples(VerifyReport.MostExamples))));
            return facts.Count == 1 ? Good("Verified", facts[0]) : new HealthCheck("Verified", HealthState.Bad, facts, "HealthVerifiedAdvice");
        },
        cancellationToken);

    /// <summary>Somebody guesses: what wrong passwords, codes and PINs have locked for now.</summary>
    private Task<HealthCheck> LockedAsync(CancellationToken cancellationToken) => AskAsync(
        "Locked",
        async patient =>
        {
            var (people, shared) = (await accounts.CountLockedAsync(patient), await links.CountLockedAsync(patient));
            return people + shared == 0
                ? Good("Locked", new HealthFact("HealthLockedNone"))
                : new HealthCheck("Locked", HealthState.Warn, [new HealthFact("HealthLockedNow", people, shared)], "HealthLockedAdvice");
        },
        cancellationToken);

    private static HealthCheck Good(string key, HealthFact fact) => new(key, HealthState.Good, [fact]);

    private HealthCheck Dicom()
    {
        if (options.DicomPort is not { } port)
            return new HealthCheck("Dicom", HealthState.Warn, [new HealthFact("HealthDicomUnknown")]);
        var listens = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
        return new HealthCheck(
            "Dicom", listens ? HealthState.Good : HealthState.Bad, [new HealthFact("HealthDicomAddress", options.AETitle ?? "", port)],
            listens ? null : "HealthDicomAdvice", port.ToString(CultureInfo.InvariantCulture));
    }

    private static HealthCheck Codecs()
    {
        var missing = CodecLibraries.All.Where(library => !library.IsPresent).ToList();
        return new HealthCheck(
            "Codecs", missing.Count == 0 ? HealthState.Good : HealthState.Warn,
            [
                new HealthFact("HealthCodecsPresent", CodecLibraries.All.Count - missing.Count, CodecLibraries.All.Count),
                .. missing.Select(library => new HealthFact("HealthCodecMissing", library.Name, library.Purpose)),
                .. CodecLibraries.DecoderFaults is > 0 and var faults ? [new HealthFact("HealthCodecFaults", faults)] : Array.Empty<HealthFact>(),
            ],
            missing.Count == 0 ? null : "HealthCodecsAdvice", string.Join(' ', missing.Select(library => library.DebianPackage).Distinct()));
    }

    private HealthCheck Web() => assets.IsBuilt
        ? new HealthCheck("Web", HealthState.Good, [new HealthFact("HealthWebBuilt")])
        : new HealthCheck("Web", HealthState.Bad, [new HealthFact("HealthWebMissing")], "HealthWebAdvice");

    /// <summary>Whatever goes wrong here is the answer, not an error of the page.</summary>
    private static async Task<HealthCheck> AskAsync(string key, Func<CancellationToken, Task<HealthCheck>> ask, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await ask(patience.Token).WaitAsync(patience.Token);
        }
#pragma warning disable CA1031 // any failure of database or object store is what the page is for
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var text = failure is OperationCanceledException ? $"> {Patience.TotalSeconds} s" : failure.Message;
            return new HealthCheck(key, HealthState.Bad, [new HealthFact($"Health{key}Failed", text)], $"Health{key}Advice");
        }
    }
}
