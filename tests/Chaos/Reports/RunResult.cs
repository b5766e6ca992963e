using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Load;
using SalesGrid.Chaos.Oracle;
using SalesGrid.Chaos.Processes;

namespace SalesGrid.Chaos.Reports;

/// <summary>A fault that was done.</summary>
internal sealed record FaultDone(PlannedFault Fault, TimeSpan Begun, TimeSpan Ended);

/// <summary>What came of a run.</summary>
internal sealed record RunResult
{
    public required Settings Settings { get; init; }
    public required string Topology { get; init; }
    public required IReadOnlyList<PlannedFault> Plan { get; init; }

    /// <summary>When the load began and ended.</summary>
    public required TimeSpan Began { get; init; }
    public required TimeSpan Ended { get; init; }

    public required RunLog Log { get; init; }
    public required IReadOnlyList<FaultDone> Faults { get; init; }
    public required Findings Findings { get; init; }

    /// <summary>Entries in the ledger.</summary>
    public required int Entries { get; init; }

    /// <summary>Commands refused at last and carried out all the same, by an attempt that was never answered.</summary>
    public required int CarriedOutUnseen { get; init; }

    /// <summary>Answers to readers that were checked.</summary>
    public required long LookedAt { get; init; }

    /// <summary>KPI questions that were checked.</summary>
    public required int KpiQuestions { get; init; }

    public required IReadOnlyList<Exit> Exits { get; init; }

    /// <summary>What could not be done here, and what else was noticed.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The end of what the processes said; empty when nothing was found.</summary>
    public required string LastWords { get; init; }

    /// <summary>True when the oracle found nothing.</summary>
    public bool Ok => Findings.Counts.Count == 0;
}
