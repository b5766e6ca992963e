using SalesGrid.Reporting;
using SalesGrid.Sending;

namespace SalesGrid.Import;

/// <summary>What an import is asked to do, beside the tables.</summary>
/// <param name="Identity">Hash of what decides how rows are read: a run stopped under another is not continued.</param>
/// <param name="BatchSize">Most commands in a request.</param>
/// <param name="Parallel">Most requests on their way.</param>
/// <param name="StatePath">Where to remember how far it got; null to remember nothing.</param>
/// <param name="RejectsPath">Where rejected rows are written.</param>
/// <param name="KeepEmptyRejects">True to leave a rejects file without rows, since its name was asked for.</param>
/// <param name="Restart">True to start at the first row whatever is remembered.</param>
public sealed record ImportPlan(
    string Identity, int BatchSize, int Parallel, string? StatePath, string RejectsPath, bool KeepEmptyRejects, bool Restart);

/// <summary>Sees an import going on.</summary>
public interface IImportWatcher
{
    /// <summary>A table begins.</summary>
    void Begin(ImportTable table, long rowsDone);

    /// <summary>Rows of the table in hand have been decided.</summary>
    void Advance(long rowsDone);
}

/// <summary>Brings in the tables of a folder one after the other: people and customers first, since opportunities refer to them.</summary>
public sealed class ImportRun(IReadOnlyList<ImportTable> tables, ICommandSender door, string? ledger, ImportPlan plan, IImportWatcher watcher)
    : IDisposable
{
    private readonly List<TableTotals> totals = [.. tables.Select(t => new TableTotals { File = t.Name })];
    private readonly List<WarningKinds> warningKinds = [];
    private RejectsFile? rejects;

    /// <summary>What became of the rows so far, by table.</summary>
    public IReadOnlyList<TableTotals> Totals => totals;

    /// <summary>The warnings there can be, by code.</summary>
    public IReadOnlyDictionary<string, LocalText> WarningTexts => warningKinds.SelectMany(k => k.All).DistinctBy(k => k.Code).ToDictionary(k => k.Code, k => k.Text);

    /// <summary>True when an earlier run was continued.</summary>
    public bool Continued { get; private set; }

    /// <summary>Returns when every row's fate is known.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        Resume();
        rejects ??= RejectsFile.Start(plan.RejectsPath);
        var pipeline = new BatchPipeline(door, plan.BatchSize, plan.Parallel);
        for (var i = 0; i < tables.Count; i++)
        {
            using var rows = tables[i].Open();
            warningKinds.Add(rows.Kinds);
            watcher.Begin(tables[i], totals[i].Read);
            var table = i;
            await pipeline.Run(rows, totals[i].Read, batch => Record(table, rows.Kinds, batch), cancellationToken);
        }
        // Run once more, a finished import asks the grid about every row again rather than believing a file.
        if (plan.StatePath is { } path)
            File.Delete(path);
        if (totals.All(t => t.Rejected == 0) && !plan.KeepEmptyRejects)
        {
            Dispose();
            File.Delete(plan.RejectsPath);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rejects?.Dispose();
        rejects = null;
    }

    private void Resume()
    {
        if (plan.Restart || plan.StatePath is not { } path || ledger is null)
            return;
        if (ImportState.Load(path) is not { } state || !state.Fits(ledger, plan.Identity, tables) || state.RejectsPath != Path.GetFullPath(plan.RejectsPath))
            return;
        rejects = RejectsFile.Continue(plan.RejectsPath, state.RejectsLength);
        if (rejects is null)
            return;
        for (var i = 0; i < tables.Count; i++)
            totals[i] = state.Tables[i].Totals;
        Continued = totals.Any(t => t.Read > 0);
    }

    private void Record(int table, WarningKinds kinds, CompletedBatch batch)
    {
        var counted = totals[table];
        foreach (var row in batch.Batch.Rows)
            RowAccounting.Count(counted, kinds, row, row.Command < 0 ? null : batch.Results[row.Command], rejects!);
        rejects!.Flush();
        // Rejects first, then the state that says how many there are: a kill between the two is repaired by cutting off the surplus.
        if (plan.StatePath is { } path && ledger is not null)
            new ImportState(ledger, plan.Identity, [.. tables.Zip(totals, (t, c) => new TableState(t.Fingerprint, c))],
                Path.GetFullPath(plan.RejectsPath), rejects.Length).Save(path);
        watcher.Advance(counted.Read);
    }
}
