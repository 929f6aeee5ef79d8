using static ImagingGateway.Dicom.UpperLayer.UpperLayerAction;
using static ImagingGateway.Dicom.UpperLayer.UpperLayerState;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>PS3.8 table 9-10 as data, and the pure function that reads it.</summary>
public static class UpperLayerMachine
{
    // One row per event, one column per state Sta1..Sta13; None is an empty cell.
    private static readonly UpperLayerAction[][] Table =
    [
        /* 1  A-ASSOCIATE request   */ [AE1, None, None, None, None, None, None, None, None, None, None, None, None],
        /* 2  transport confirmed   */ [None, None, None, AE2, None, None, None, None, None, None, None, None, None],
        /* 3  A-ASSOCIATE-AC        */ [None, AA1, AA8, None, AE3, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA6],
        /* 4  A-ASSOCIATE-RJ        */ [None, AA1, AA8, None, AE4, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA6],
        /* 5  transport indicated   */ [AE5, None, None, None, None, None, None, None, None, None, None, None, None],
        /* 6  A-ASSOCIATE-RQ        */ [None, AE6, AA8, None, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA7],
        /* 7  accept                */ [None, None, AE7, None, None, None, None, None, None, None, None, None, None],
        /* 8  reject                */ [None, None, AE8, None, None, None, None, None, None, None, None, None, None],
        /* 9  P-DATA request        */ [None, None, None, None, None, DT1, None, AR7, None, None, None, None, None],
        /* 10 P-DATA-TF             */ [None, AA1, AA8, None, AA8, DT2, AR6, AA8, AA8, AA8, AA8, AA8, AA6],
        /* 11 A-RELEASE request     */ [None, None, None, None, None, AR1, None, None, None, None, None, None, None],
        /* 12 A-RELEASE-RQ          */ [None, AA1, AA8, None, AA8, AR2, AR8, AA8, AA8, AA8, AA8, AA8, AA6],
        /* 13 A-RELEASE-RP          */ [None, AA1, AA8, None, AA8, AA8, AR3, AA8, AA8, AR10, AR3, AA8, AA6],
        /* 14 A-RELEASE response    */ [None, None, None, None, None, None, None, AR4, AR9, None, None, AR4, None],
        /* 15 A-ABORT request       */ [None, None, AA1, AA2, AA1, AA1, AA1, AA1, AA1, AA1, AA1, AA1, None],
        /* 16 A-ABORT               */ [None, AA2, AA3, None, AA3, AA3, AA3, AA3, AA3, AA3, AA3, AA3, AA2],
        /* 17 transport closed      */ [None, AA5, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AR5],
        /* 18 ARTIM expired         */ [None, AA2, None, None, None, None, None, None, None, None, None, None, AA2],
        /* 19 invalid PDU           */ [None, AA1, AA8, None, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA7],
    ];

    /// <summary>What an event does in a state.</summary>
    /// <param name="state">Where the association is.</param>
    /// <param name="upperLayerEvent">What happened.</param>
    /// <param name="isRequestor">This side opened the association; decides a release collision (AR-8).</param>
    /// <param name="isAcceptable">The service provider can take the A-ASSOCIATE-RQ (AE-6).</param>
    /// <returns>The action and the next state; <see cref="None"/> and the same state for an empty cell.</returns>
    public static (UpperLayerAction Action, UpperLayerState Next) Step(
        UpperLayerState state, UpperLayerEvent upperLayerEvent, bool isRequestor = false, bool isAcceptable = true)
    {
        var action = Table[(int)upperLayerEvent - 1][(int)state - 1];
        return (action, Next(action, state, isRequestor, isAcceptable));
    }

    /// <summary>The event a received PDU is.</summary>
    public static UpperLayerEvent EventOf(PduType type) => type switch
    {
        PduType.AssociateRequest => UpperLayerEvent.AssociateRequestReceived,
        PduType.AssociateAccept => UpperLayerEvent.AssociateAcceptReceived,
        PduType.AssociateReject => UpperLayerEvent.AssociateRejectReceived,
        PduType.DataTransfer => UpperLayerEvent.DataReceived,
        PduType.ReleaseRequest => UpperLayerEvent.ReleaseRequestReceived,
        PduType.ReleaseResponse => UpperLayerEvent.ReleaseResponseReceived,
        PduType.Abort => UpperLayerEvent.AbortReceived,
        _ => UpperLayerEvent.InvalidPduReceived,
    };

    /// <summary>The A-ABORT that an action sends (PS3.8 table 9-9); null when it sends none.</summary>
    /// <param name="action">AA-1 is sent in the name of the service user, whose reason is not significant (PS3.8 9.3.8); AA-7 and AA-8 by the provider.</param>
    /// <param name="reason">What the provider says.</param>
    public static Abort? AbortOf(UpperLayerAction action, AbortReason reason) => action switch
    {
        AA1 => new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified),
        AA7 or AA8 => new Abort(AbortSource.ServiceProvider, reason),
        _ => null,
    };

    private static UpperLayerState Next(UpperLayerAction action, UpperLayerState state, bool isRequestor, bool isAcceptable) => action switch
    {
        AE1 => Sta4,
        AE2 => Sta5,
        AE3 or AE7 or DT1 or DT2 => Sta6,
        AE5 => Sta2,
        AE6 => isAcceptable ? Sta3 : Sta13,
        AR1 or AR6 => Sta7,
        AR2 or AR7 => Sta8,
        AR8 => isRequestor ? Sta9 : Sta10,
        AR9 => Sta11,
        AR10 => Sta12,
        AE8 or AR4 or AA1 or AA6 or AA7 or AA8 => Sta13,
        AE4 or AR3 or AR5 or AA2 or AA3 or AA4 or AA5 => Sta1,
        _ => state,
    };
}
