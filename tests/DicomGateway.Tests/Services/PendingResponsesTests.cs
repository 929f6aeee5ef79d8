using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Services;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class PendingResponsesTests : IDisposable
{
    private static readonly Uid Model = Uids.StudyRootQueryRetrieveInformationModelFind;
    private static readonly NegotiatedContext Context = new(1, Model, TransferSyntax.ImplicitVRLittleEndian.Uid, RequestorIsScu: true, RequestorIsScp: false);
    private static readonly DimseResponse Pending = DimseResponse.To(new CFindRequest(7, Model, Priority.Medium), DimseStatus.Pending);

    private readonly Pipe _sent = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Association _association;
    private readonly PendingResponses _responses;

    public PendingResponsesTests()
    {
        var request = TestScu.Request((Model, [Context.TransferSyntax]));
        var accept = new AssociateAccept(1, request.CalledAETitle, request.CallingAETitle, request.ApplicationContext, [], request.UserInformation);
        _association = new Association(new Duplex(new Pipe().Reader, _sent.Writer), isRequestor: false, maximumPduLength: 16384);
        _responses = new PendingResponses(new ServedAssociation(_association, request, accept, remote: null), Context, Pending);
    }

    public void Dispose() => _association.Dispose();

    [Fact]
    public async Task SeveralLeaveInOneWriteWithTheFinalResponseBehindThem()
    {
        for (var number = 0; number < 3; number++)
            await _responses.AddAsync(Answer($"BN{number}"), default);
        Assert.False(_sent.Reader.TryRead(out _));
        await _association.WriteAsync(writer => writer.SendAsync(Context.Id, Pending with { Status = DimseStatus.Success }), default);

        var reader = new MessageReader(_sent.Reader, 1 << 20);
        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(new Received.Message(Context.Id, Pending with { HasDataSet = true }), await reader.ReceiveAsync());
            var answer = DataSetReader.Read(await reader.ReadDataSetAsync(1000), TransferSyntax.ImplicitVRLittleEndian);
            Assert.Equal($"BN{number}", answer.GetString(Tags.PatientID));
        }

        Assert.Equal(new Received.Message(Context.Id, Pending with { Status = DimseStatus.Success }), await reader.ReceiveAsync());
    }

    [Fact]
    public async Task WhatWaitsIsSentBeforeAnotherWaits()
    {
        await _responses.AddAsync(Answer("BN1"), default);
        await _responses.SendAsync(default);
        Assert.True(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public async Task EnoughLeavesWithoutBeingAsked()
    {
        for (var bytes = 0; bytes < 16 << 10; bytes += 1000)
            await _responses.AddAsync(Answer(new string('x', 1000)), default);
        Assert.True(_sent.Reader.TryRead(out var read));
        Assert.InRange(read.Buffer.Length, 16 << 10, (16 << 10) + 1200);
    }

    private static DataSet Answer(string patient) => new DataSet().SetString(Tags.PatientID, patient);

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
