using System.Globalization;
using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Maintenance.Exporting;

/// <summary>
/// Writes studies to a folder as they were received, with a DICOMDIR when wanted (PS3.10 8.6). File names are numbers
/// (<c>DICOM/ST000001/SE000001/IM000001</c>): nothing received names a file, and every name is allowed on a disc (PS3.10 8.2).
/// </summary>
public sealed class StudyExport(IInstanceRetrieve retrieve, IStudyList studies, IAuditTrail audit, TimeProvider time)
{
    private const int Page = 200;

    /// <summary>The studies of a patient or a period; newest first.</summary>
    public async IAsyncEnumerable<Uid> FindAsync(string? patientId, DateOnly? from, DateOnly? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var offset = 0; ; offset += Page)
        {
            var page = await studies.SearchAsync(new StudyListQuery { Text = patientId, From = from, To = to, Offset = offset, Limit = Page }, cancellationToken);
            foreach (var study in page.Where(study => patientId is null || study.PatientId == patientId))
                yield return study.StudyInstanceUid;
            if (page.Count < Page)
                yield break;
        }
    }

    /// <summary>Exports studies one after the other.</summary>
    /// <param name="wanted">Studies.</param>
    /// <param name="directory">New or empty.</param>
    /// <param name="withDirectory">Also a DICOMDIR.</param>
    /// <param name="actor">For the audit trail.</param>
    /// <param name="progress">Files written.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">The directory is not empty, or cannot be written.</exception>
    public async Task<ExportReport> RunAsync(
        IAsyncEnumerable<Uid> wanted, string directory, bool withDirectory, string actor, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        if (Directory.EnumerateFileSystemEntries(directory).Any())
            throw new IOException($"The directory {directory} is not empty: give a new one.");
        var (files, study, left) = (0, 0, new List<Uid>());
        var fileSet = new FileSet();
        await foreach (var uid in wanted.WithCancellation(cancellationToken))
        {
            var written = await RunAsync(uid, $"ST{(++study).ToString("d6", CultureInfo.InvariantCulture)}", directory, withDirectory ? fileSet : null, left, cancellationToken);
            files += written;
            progress?.Report(files);
            await audit.AppendAsync(
                new AuditEvent(time.GetUtcNow(), AuditAction.Export, actor, null, uid, null, AuditOutcome.Success, AuditForms.FilesExported.With(written)), cancellationToken);
        }

        if (withDirectory)
            await File.WriteAllBytesAsync(Path.Combine(directory, "DICOMDIR"), fileSet.Write(), cancellationToken);
        return new ExportReport(files, left);
    }

    private async Task<int> RunAsync(Uid study, string name, string directory, FileSet? fileSet, List<Uid> left, CancellationToken cancellationToken)
    {
        var instances = new List<StoredInstance>();
        await foreach (var instance in retrieve.LocateAsync(RetrieveScope.Study(study), cancellationToken))
            instances.Add(instance);
        var series = new Dictionary<Uid, string>();
        var (count, written) = (0, 0);
        await using var ahead = retrieve.InOrder(instances);
        foreach (var instance in ahead.Instances)
        {
            if (!series.TryGetValue(instance.SeriesInstanceUid, out var folder))
                series.Add(instance.SeriesInstanceUid, folder = $"SE{(series.Count + 1).ToString("d6", CultureInfo.InvariantCulture)}");
            string[] path = ["DICOM", name, folder, $"IM{(++count).ToString("d6", CultureInfo.InvariantCulture)}"];
            if (!await TryWriteAsync(instance, Path.Combine([directory, .. path]), cancellationToken))
            {
                left.Add(instance.SopInstanceUid);
                continue;
            }

            fileSet?.Add(await retrieve.HeaderAsync(instances[count - 1], cancellationToken), instance, path);
            written++;
        }

        return written;
    }

    /// <returns>False when the instance is damaged or lost: no file is left then.</returns>
    private async Task<bool> TryWriteAsync(StoredInstance instance, string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            await using var content = await retrieve.OpenFileAsync(instance, cancellationToken);
            await using var copy = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            await content.CopyToAsync(copy, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is DamagedInstanceException or FileNotFoundException)
        {
            File.Delete(file);
            return false;
        }
        catch
        {
            File.Delete(file); // a full disk: no half image is left
            throw;
        }
    }
}

/// <summary>How an export went.</summary>
/// <param name="Files">Written.</param>
/// <param name="Left">Instances that are damaged or lost here: they were not written.</param>
public sealed record ExportReport(int Files, IReadOnlyList<Uid> Left);
