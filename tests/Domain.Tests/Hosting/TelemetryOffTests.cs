using System.Diagnostics;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;

namespace SalesGrid.Domain.Tests;

/// <summary>Spans where nobody listens.</summary>
public sealed class TelemetryOffTests
{
    [Fact]
    public void Without_a_listener_no_span_is_made_and_nothing_is_allocated()
    {
        List<WaitingAppend> none = [];
        List<Activity?> causes = [];
        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Pass();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.False(GridMeter.CountsCommands || GridMeter.TimesAppends || GridMeter.TimesWrites);

        void Pass()
        {
            Assert.True(GridTrace.Decide("opportunity/O1", typeof(AdvanceStage)) is null && GridTrace.Append(0) is null && GridTrace.Here is null
                && GridTrace.JournalWrite(0, none) is null && GridTrace.Feed(0, causes) is null && GridTrace.Project(0, 1) is null);
            GridTrace.Leave();
            GridMeter.Append(isLocal: true);
        }
    }
}
