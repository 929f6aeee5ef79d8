using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>Every corpus file that is a composite SOP instance is stored by C-STORE, found by C-FIND and comes back byte for byte by C-GET.</summary>
public sealed class CorpusRoundTripTests
{
    [CorpusFact]
    public async Task Every_instance_comes_back_as_it_went_in()
    {
        var faults = new List<string>();
        var count = 0;
        // Several files share a SOP instance (one image in many encodings): each goes to a gateway that has not seen it.
        var layers = CorpusInstance.All().GroupBy(instance => instance.SopInstance).SelectMany(same => same.Select((instance, layer) => (instance, layer)));
        foreach (var layer in layers.GroupBy(pair => pair.layer, pair => pair.instance))
        {
            var gateway = new DcmtkGateway();
            await gateway.InitializeAsync();
            try
            {
                var stored = await StoreAsync(gateway, [.. layer], faults);
                await gateway.PublishedAsync();
                foreach (var instance in stored)
                    faults.AddRange(await CheckAsync(gateway, instance));
                count += stored.Count;
            }
            finally
            {
                await gateway.DisposeAsync();
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Prepend($"{faults.Count} faults, {count} stored")));
        Assert.InRange(count, 750, 1000);
    }

    [CorpusFact]
    public async Task Every_broken_file_gets_its_answer_and_no_association_ends()
    {
        var gateway = new DcmtkGateway();
        await gateway.InitializeAsync();
        try
        {
            var peer = new DicomPeer { AETitle = GatewayFixture.AETitle, Host = "127.0.0.1", Port = gateway.DicomPort };
            var files = Directory.GetFiles(Corpus.PathOf("quirks"), "*", SearchOption.AllDirectories);
            var report = await DicomSender.SendFilesAsync(peer, AETitle.Parse("SENDER"), files);
            Assert.Equal(files.Length, report.Sent + report.Failures.Count);
            Assert.True(report.Sent > 100, $"{report.Sent} stored");
            Assert.DoesNotContain(report.Failures, failure => failure.Reason.Contains("association", StringComparison.Ordinal));
            await gateway.PublishedAsync();
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }

    private static async Task<List<CorpusInstance>> StoreAsync(DcmtkGateway gateway, IReadOnlyList<CorpusInstance> instances, List<string> faults)
    {
        var stored = new List<CorpusInstance>();
        var peer = new DicomPeer { AETitle = GatewayFixture.AETitle, Host = "127.0.0.1", Port = gateway.DicomPort };
        var proposals = StoreProposals.For(instances.Select(instance => (instance.SopClass, instance.Meta.TransferSyntaxUid)));
        foreach (var batch in instances.GroupBy(instance => proposals.BatchOf(instance.SopClass, instance.Meta.TransferSyntaxUid)))
        {
            var connection = await DicomScu.ConnectAsync(peer, AETitle.Parse("SENDER"), proposals.Batches[batch.Key], default);
            await using var scu = Assert.IsType<ScuConnection.Established>(connection).Scu;
            foreach (var instance in batch)
            {
                using var bytes = new MemoryStream(instance.DataSet());
                var context = scu.Contexts.Find(instance.SopClass, instance.Meta.TransferSyntaxUid);
                var outcome = context is null ? null : await scu.StoreAsync(context, instance.SopInstance, bytes, bytes.Length);
                if (outcome is ScuOutcome.Answered { Status.Kind: StatusKind.Success })
                    stored.Add(instance);
                else if (!instance.MayBeRefused)
                    faults.Add($"{instance.Path}: {outcome?.ToString() ?? "context not accepted"}");
            }
        }

        return stored;
    }

    private static async Task<List<string>> CheckAsync(DcmtkGateway gateway, CorpusInstance instance)
    {
        var faults = new List<string>();
        await using var requestor = await GetRequestor.ConnectAsync(gateway.DicomPort, instance.SopClass, instance.Meta.TransferSyntaxUid);
        if (await requestor.CountAsync(instance) is not 1 and var answers)
            faults.Add($"{instance.Path}: found {answers} times");
        var got = await requestor.GetAsync(instance);
        if (got is null || !got.AsSpan().SequenceEqual(instance.DataSet()))
            faults.Add($"{instance.Path}: {(got is null ? "not returned" : "other bytes returned")}");
        return faults;
    }
}
