using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>What modalities send in other transfer syntaxes reaches the radiologist's eye.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CorpusPicturesTests(BrowserFixture gateway)
{
    private const string Slice = "ts/ct-one-slice";

    [CorpusBrowserFact]
    public async Task Every_lossless_encoding_of_a_slice_gives_the_same_picture()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var expected = await ShowAsync(radiologist, $"{Slice}/ct-explicit-le.dcm", levels: 50);

        var others = new List<string>();
        foreach (var encoding in new[] { "implicit-le", "explicit-be", "deflated", "rle", "jpeg-lossless-p14", "jpeg-lossless-sv1", "jls-lossless", "j2k-lossless" })
        {
            if (await ShowAsync(radiologist, $"{Slice}/ct-{encoding}.dcm", levels: 50) != expected)
                others.Add(encoding);
        }

        Assert.Empty(others);
        radiologist.AssertClean();
    }

    [CorpusBrowserFact]
    public async Task Lossy_high_throughput_and_colour_pictures_are_shown()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();

        foreach (var path in new[]
        {
            $"{Slice}/ct-jpeg-extended-12bit.dcm", $"{Slice}/ct-jls-near.dcm", $"{Slice}/ct-j2k-lossy.dcm",
            "ts/htj2k/ct1-ht-lossless-201.dcm", "ts/htj2k/mr1-ht-rpcl-202.dcm",
            "ts/testpattern-640x400/jpeg-baseline-ybr422.dcm", "ts/testpattern-640x400/jls-lossless-rgb.dcm", "ts/testpattern-640x400/palette-8.dcm",
        })
            await ShowAsync(radiologist, path, levels: 8);

        radiologist.AssertClean();
    }

    /// <summary>Stores the file as a study of its own, opens it in the viewer and looks.</summary>
    private async Task<Viewport.Sight> ShowAsync(Visitor radiologist, string path, int levels)
    {
        var file = await File.ReadAllBytesAsync(Corpus.PathOf(path));
        Assert.True(FileMetaInformation.TryRead(file, isWholeFile: true, out var meta));
        var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
        var dataSet = DataSetReader.ReadLeniently(file.AsMemory((int)meta.DataSetOffset), syntax).DataSet;
        var (study, instance) = (Uid.New(), Uid.New()); // the files are one SOP instance in many encodings
        dataSet.SetString(Tags.StudyInstanceUID, study.Value);
        dataSet.SetString(Tags.SeriesInstanceUID, Uid.New().Value);
        dataSet.SetString(Tags.SOPInstanceUID, instance.Value);
        await gateway.StoreAsync([new DemoInstance(dataSet.GetUid(Tags.SOPClassUID), instance, syntax, dataSet)]);

        await radiologist.Page.GotoAsync($"/ohif/viewer?StudyInstanceUIDs={study}");
        try
        {
            return await new Viewport(radiologist.Page).WaitForImageAsync(levels);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{path} was not shown.", e);
        }
    }
}
