using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Tests.UpperLayer;

/// <summary>Every state × every event against PS3.8 table 9-10, typed off the standard a second time, column by column.</summary>
public sealed class UpperLayerMachineTests
{
    // Per state: event number → action / next state, in the words of the standard.
    private static readonly string[] Standard =
    [
        "Sta1: 1=AE-1/4 5=AE-5/2",
        "Sta2: 3=AA-1/13 4=AA-1/13 6=AE-6/3 10=AA-1/13 12=AA-1/13 13=AA-1/13 16=AA-2/1 17=AA-5/1 18=AA-2/1 19=AA-1/13",
        "Sta3: 3=AA-8/13 4=AA-8/13 6=AA-8/13 7=AE-7/6 8=AE-8/13 10=AA-8/13 12=AA-8/13 13=AA-8/13 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta4: 2=AE-2/5 15=AA-2/1 17=AA-4/1",
        "Sta5: 3=AE-3/6 4=AE-4/1 6=AA-8/13 10=AA-8/13 12=AA-8/13 13=AA-8/13 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta6: 3=AA-8/13 4=AA-8/13 6=AA-8/13 9=DT-1/6 10=DT-2/6 11=AR-1/7 12=AR-2/8 13=AA-8/13 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta7: 3=AA-8/13 4=AA-8/13 6=AA-8/13 10=AR-6/7 12=AR-8/10 13=AR-3/1 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta8: 3=AA-8/13 4=AA-8/13 6=AA-8/13 9=AR-7/8 10=AA-8/13 12=AA-8/13 13=AA-8/13 14=AR-4/13 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta9: 3=AA-8/13 4=AA-8/13 6=AA-8/13 10=AA-8/13 12=AA-8/13 13=AA-8/13 14=AR-9/11 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta10: 3=AA-8/13 4=AA-8/13 6=AA-8/13 10=AA-8/13 12=AA-8/13 13=AR-10/12 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta11: 3=AA-8/13 4=AA-8/13 6=AA-8/13 10=AA-8/13 12=AA-8/13 13=AR-3/1 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta12: 3=AA-8/13 4=AA-8/13 6=AA-8/13 10=AA-8/13 12=AA-8/13 13=AA-8/13 14=AR-4/13 15=AA-1/13 16=AA-3/1 17=AA-4/1 19=AA-8/13",
        "Sta13: 3=AA-6/13 4=AA-6/13 6=AA-7/13 10=AA-6/13 12=AA-6/13 13=AA-6/13 16=AA-2/1 17=AR-5/1 18=AA-2/1 19=AA-7/13",
    ];

    public static TheoryData<UpperLayerState, UpperLayerEvent> Cells
    {
        get
        {
            var cells = new TheoryData<UpperLayerState, UpperLayerEvent>();
            foreach (var state in Enum.GetValues<UpperLayerState>())
            {
                foreach (var happened in Enum.GetValues<UpperLayerEvent>())
                    cells.Add(state, happened);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void EveryCellIsTheStandards(UpperLayerState state, UpperLayerEvent happened)
    {
        var cell = Standard[(int)state - 1].Split(' ').Skip(1).Select(text => text.Split('=', '/')).SingleOrDefault(parts => parts[0] == $"{(int)happened}");
        var (action, next) = UpperLayerMachine.Step(state, happened);

        Assert.Equal(cell?[1].Replace("-", string.Empty, StringComparison.Ordinal) ?? "None", action.ToString());
        Assert.Equal(cell is null ? state : Enum.Parse<UpperLayerState>("Sta" + cell[2]), next);
    }

    [Fact]
    public void AReleaseCollisionDependsOnTheSide()
    {
        Assert.Equal(UpperLayerState.Sta9, UpperLayerMachine.Step(UpperLayerState.Sta7, UpperLayerEvent.ReleaseRequestReceived, isRequestor: true).Next);
        Assert.Equal(UpperLayerState.Sta10, UpperLayerMachine.Step(UpperLayerState.Sta7, UpperLayerEvent.ReleaseRequestReceived, isRequestor: false).Next);
    }

    // PS3.8 table 9-9 and 9.3.8: who an A-ABORT comes from follows from the action, and the reason of a service user says nothing.
    [Theory]
    [MemberData(nameof(Cells))]
    public void AnAbortHasTheSourceAndReasonOfItsAction(UpperLayerState state, UpperLayerEvent happened)
    {
        var (action, _) = UpperLayerMachine.Step(state, happened);
        Abort? expected = action switch
        {
            UpperLayerAction.AA1 => new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified),
            UpperLayerAction.AA7 or UpperLayerAction.AA8 => new Abort(AbortSource.ServiceProvider, AbortReason.UnexpectedPdu),
            _ => null,
        };
        Assert.Equal(expected, UpperLayerMachine.AbortOf(action, AbortReason.UnexpectedPdu));
    }

    [Fact]
    public void AnUnacceptableRequestGoesStraightToTheEnd() =>
        Assert.Equal(
            (UpperLayerAction.AE6, UpperLayerState.Sta13),
            UpperLayerMachine.Step(UpperLayerState.Sta2, UpperLayerEvent.AssociateRequestReceived, isAcceptable: false));
}
