namespace ImagingGateway.Dicom.Dimse;

/// <summary>Values of Command Field (0000,0100) (PS3.7 E.1). A response is its request with the top bit set.</summary>
public enum CommandField : ushort
{
    /// <summary>C-STORE-RQ (9.3.1.1).</summary>
    CStoreRequest = 0x0001,

    /// <summary>C-GET-RQ (9.3.3.1).</summary>
    CGetRequest = 0x0010,

    /// <summary>C-FIND-RQ (9.3.2.1).</summary>
    CFindRequest = 0x0020,

    /// <summary>C-MOVE-RQ (9.3.4.1).</summary>
    CMoveRequest = 0x0021,

    /// <summary>C-ECHO-RQ (9.3.5.1).</summary>
    CEchoRequest = 0x0030,

    /// <summary>N-EVENT-REPORT-RQ (10.3.1.1).</summary>
    NEventReportRequest = 0x0100,

    /// <summary>N-GET-RQ (10.3.2.1).</summary>
    NGetRequest = 0x0110,

    /// <summary>N-SET-RQ (10.3.3.1).</summary>
    NSetRequest = 0x0120,

    /// <summary>N-ACTION-RQ (10.3.4.1).</summary>
    NActionRequest = 0x0130,

    /// <summary>N-CREATE-RQ (10.3.5.1).</summary>
    NCreateRequest = 0x0140,

    /// <summary>N-DELETE-RQ (10.3.6.1).</summary>
    NDeleteRequest = 0x0150,

    /// <summary>C-CANCEL-RQ (9.3.2.3, 9.3.3.3, 9.3.4.3).</summary>
    CCancelRequest = 0x0FFF,

    /// <summary>C-STORE-RSP (9.3.1.2).</summary>
    CStoreResponse = 0x8001,

    /// <summary>C-GET-RSP (9.3.3.2).</summary>
    CGetResponse = 0x8010,

    /// <summary>C-FIND-RSP (9.3.2.2).</summary>
    CFindResponse = 0x8020,

    /// <summary>C-MOVE-RSP (9.3.4.2).</summary>
    CMoveResponse = 0x8021,

    /// <summary>C-ECHO-RSP (9.3.5.2).</summary>
    CEchoResponse = 0x8030,

    /// <summary>N-EVENT-REPORT-RSP (10.3.1.2).</summary>
    NEventReportResponse = 0x8100,

    /// <summary>N-ACTION-RSP (10.3.4.2).</summary>
    NActionResponse = 0x8130,
}
