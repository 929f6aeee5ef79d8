using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Store;

/// <summary>What became of the parts of one store request, as status code and response module (PS3.18 10.5.3, annex I).</summary>
internal sealed class StoreResult
{
    // failure and warning reasons of PS3.18 I.2.2
    public const int ProcessingFailure = 0x0110;
    private const int OutOfResources = 0xA700;
    private const int DataSetDoesNotMatch = 0xA900;
    private const int CannotUnderstand = 0xC000;
    private const int DataSetWarning = 0xB007;

    private readonly List<IngestOutcome.Stored> _stored = [];
    private readonly List<(Uid? SopClass, Uid? SopInstance, int Reason)> _failed = [];
    private bool _hasWarning;

    public int StoredCount => _stored.Count;

    public int FailedCount => _failed.Count;

    /// <summary>The first refusal in plain words.</summary>
    public string? FirstRefusal { get; private set; }

    public Uid? FirstStudy => _stored.Count > 0 ? _stored[0].StudyInstanceUid : null;

    /// <summary>PS3.18 table 10.5.3-1; when nothing at all could be kept for want of room, 503 so that clients try again.</summary>
    public int StatusCode => (_stored.Count, _failed.Count) switch
    {
        ( > 0, 0) => _hasWarning ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
        ( > 0, _) => StatusCodes.Status202Accepted,
        _ => _failed.TrueForAll(failure => failure.Reason == OutOfResources) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict,
    };

    public void Add(IngestOutcome outcome)
    {
        switch (outcome)
        {
            case IngestOutcome.Stored stored:
                _stored.Add(stored);
                _hasWarning |= stored.IsTruncated;
                break;
            case IngestOutcome.Refused refused:
                AddFailure(refused.SopClassUid, refused.SopInstanceUid, ReasonOf(refused.Reason), refused.Text);
                break;
        }
    }

    public void AddFailure(Uid? sopClass, Uid? sopInstance, int reason, string text)
    {
        _failed.Add((sopClass, sopInstance, reason));
        FirstRefusal ??= text;
    }

    /// <summary>The response module (PS3.18 table I.2-1).</summary>
    public DataSet ToDataSet(string service)
    {
        var response = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        if (_stored.Count > 0 && _stored.TrueForAll(stored => stored.StudyInstanceUid == _stored[0].StudyInstanceUid))
            response.SetString(Tags.RetrieveURL, DicomWebAddress.Study(service, _stored[0].StudyInstanceUid));
        var known = _failed.Where(failure => failure.SopInstance is not null).ToList();
        if (known.Count > 0)
        {
            response.Set(new DataElement(Tags.FailedSOPSequence, new Sequence(known.Select(failure => new DataSet()
                .SetString(Tags.ReferencedSOPClassUID, failure.SopClass?.Value ?? string.Empty)
                .SetString(Tags.ReferencedSOPInstanceUID, failure.SopInstance!.Value.Value)
                .SetInteger(Tags.FailureReason, failure.Reason)))));
        }

        if (_stored.Count > 0)
            response.Set(new DataElement(Tags.ReferencedSOPSequence, new Sequence(_stored.Select(stored => Reference(service, stored)))));

        // parts whose UIDs could not be read
        if (known.Count < _failed.Count)
        {
            response.Set(new DataElement(Tags.OtherFailuresSequence, new Sequence(_failed.Where(failure => failure.SopInstance is null)
                .Select(failure => new DataSet().SetInteger(Tags.FailureReason, failure.Reason)))));
        }

        return response;
    }

    private static DataSet Reference(string service, IngestOutcome.Stored stored)
    {
        var reference = new DataSet()
            .SetString(Tags.ReferencedSOPClassUID, stored.SopClassUid.Value)
            .SetString(Tags.ReferencedSOPInstanceUID, stored.SopInstanceUid.Value)
            .SetString(Tags.RetrieveURL, DicomWebAddress.Instance(service, stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid));
        return stored.IsTruncated ? reference.SetInteger(Tags.WarningReason, DataSetWarning) : reference;
    }

    private static int ReasonOf(IngestRefusal refusal) => refusal switch
    {
        IngestRefusal.OutOfResources => OutOfResources,
        IngestRefusal.DataSetDoesNotMatch => DataSetDoesNotMatch,
        _ => CannotUnderstand,
    };
}
