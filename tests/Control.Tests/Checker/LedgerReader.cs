using System.Text.Json;
using SalesGrid.Ledger;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>Reads a whole ledger as turns, bucket by bucket in order.</summary>
internal static class LedgerReader
{
    public static async Task<List<Turn>> Read(ILedgerStore store, int buckets)
    {
        var turns = new List<Turn>();
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            List<Line> lines = [];
            await foreach (var record in store.ReadJournal(bucket, 1, CancellationToken.None))
            {
                foreach (var e in JournalCodec.ReadVerified(record))
                {
                    var line = new Line(e.Bucket, e.Seq, e.Subject, e.Version, e.At, e.Actor, e.CommandId, e.Type, JsonElement.Parse(e.Data.Span));
                    if (lines.Count > 0 && (lines[0].Subject != line.Subject || lines[0].CommandId != line.CommandId))
                    {
                        turns.Add(new(lines));
                        lines = [];
                    }
                    lines.Add(line);
                }
            }
            if (lines.Count > 0)
                turns.Add(new(lines));
        }
        return turns;
    }
}
