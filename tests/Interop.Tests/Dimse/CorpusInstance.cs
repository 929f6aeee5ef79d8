using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>A corpus file that is a composite SOP instance, as an independent list and our reader see it.</summary>
internal sealed record CorpusInstance(string Path, FileMetaInformation Meta, Uid Study, Uid Series, Uid SopInstance, Uid SopClass)
{
    /// <summary>The data set's bytes in the file.</summary>
    public byte[] DataSet() => File.ReadAllBytes(Corpus.PathOf(Path))[(int)Meta.DataSetOffset..];

    /// <summary>Broken on purpose: the gateway may refuse it, but what it takes it must give back.</summary>
    public bool MayBeRefused => Path.StartsWith("quirks/", StringComparison.Ordinal);

    /// <summary>All of them that carry the four identifying UIDs.</summary>
    public static IEnumerable<CorpusInstance> All() =>
        from line in File.ReadLines(Corpus.PathOf("manifest.tsv")).Skip(1)
        let columns = line.Split('\t')
        where columns[4].Length > 0
        select Read(columns[0]) into instance
        where instance is not null
        select instance;

    private static CorpusInstance? Read(string path)
    {
        try
        {
            return ReadOrThrow(path);
        }
        catch (MalformedDataSetException) when (path.StartsWith("quirks/", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static CorpusInstance? ReadOrThrow(string path)
    {
        var bytes = File.ReadAllBytes(Corpus.PathOf(path));
        Assert.True(FileMetaInformation.TryRead(bytes, isWholeFile: true, out var meta), path);
        using var scanner = new InstanceScanner(TransferSyntax.Of(meta!.TransferSyntaxUid));
        scanner.Push(bytes.AsSpan((int)meta.DataSetOffset));
        var header = scanner.Complete().Header;
        var (study, series, instance) = (header.GetUid(Tags.StudyInstanceUID), header.GetUid(Tags.SeriesInstanceUID), header.GetUid(Tags.SOPInstanceUID));
        var sopClass = header.GetUid(Tags.SOPClassUID);
        return study.IsEmpty || series.IsEmpty || instance.IsEmpty || sopClass.IsEmpty ? null : new CorpusInstance(path, meta, study, series, instance, sopClass);
    }
}
