using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SalesGrid.Reservations;

namespace SalesGrid.Ledger;

/// <summary>
/// Holds the reservations beside the heads of a bucket against its journal: each says what the entries say, none is missing that has
/// left its record by the checkpoint, and none is there that was released by then.
/// </summary>
/// <remarks>
/// Folds the entries by itself, from their JSON. Reservations change while they are read, so one that changed after the checkpoint may
/// be found as it was at the checkpoint or as it was at any time since. It keeps some fifty bytes for each of them.
/// </remarks>
internal sealed class ReservationAudit
{
    /// <summary>No hash of a reservation: one that waits to be confirmed never leaves its record.</summary>
    private const ulong Waiting = 2;

    private readonly Dictionary<string, Life> lives = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subject, long Place), ulong> found = [];
    private readonly Action<string> report;
    private readonly long checkpoint;

    private ReservationAudit(Action<string> report, long checkpoint) => (this.report, this.checkpoint) = (report, checkpoint);

    /// <summary>Reads what is beside the heads. The journal must be read after it: what is written there is in the journal before.</summary>
    public static async Task<ReservationAudit> Begin(ILedgerStore store, int bucket, Action<string> report, CancellationToken cancellationToken)
    {
        // In this order: what has left its record by this checkpoint is there by now.
        var audit = new ReservationAudit(report, await store.ReadCheckpoint(bucket, cancellationToken));
        await foreach (var piece in store.ReadPieces(bucket, PieceKind.Reservation, cancellationToken))
        {
            try
            {
                var r = ReservationPieceCodec.Read(piece);
                var on = r.TakenOn?.ToString("O", CultureInfo.InvariantCulture) ?? "";
                audit.found[(piece.Subject, piece.Number)] = r.PendingUntil is null
                    ? new Granted(r.Token, r.Account, r.For, r.Amount?.MinorUnits, r.Amount?.Currency, on).Hash
                    : Waiting;
            }
            catch (InvalidDataException e)
            {
                report(e.Message);
            }
        }
        return audit;
    }

    /// <summary>Takes the next entry of the journal.</summary>
    public void Add(in LedgerEntry entry)
    {
        if (entry.Type is not ("ReservationGranted" or "ReservationConfirmed" or "ReservationReleased"))
            return;
        var life = CollectionsMarshal.GetValueRefOrAddDefault(lives, entry.Subject, out _) ??= new();
        try
        {
            using var json = JsonDocument.Parse(entry.Data);
            Add(life, entry, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            report($"Entry {entry.Seq} is no {entry.Type} that can be read, or of a reservation that there is not.");
        }
    }

    /// <summary>The journal ends here.</summary>
    public void End()
    {
        foreach (var (subject, life) in lives)
        {
            foreach (var place in life.Beside.Keys.Union(life.Since.Keys))
            {
                // As it may have been when it was read: 0 for not at all.
                var may = life.Since.TryGetValue(place, out var since) ? since : [life.Beside[place]];
                if (found.Remove((subject, place), out var hash) ? may.Contains(hash) : may.Contains(0UL))
                    continue;
                report(hash == 0
                    ? $"Of {subject} the reservation at {place} is missing beside the head."
                    : $"Of {subject} the reservation at {place} beside the head is not what the journal says.");
            }
        }
        foreach (var (subject, place) in found.Keys)
            report($"Of {subject} there is a reservation at {place} beside the head, where the journal has none.");
    }

    private void Add(Life life, in LedgerEntry entry, JsonElement e)
    {
        var token = e.GetProperty("token").GetString()!;
        switch (entry.Type)
        {
            case "ReservationGranted":
                life.Pending.Add(token, Granted.Read(e, token));
                break;
            case "ReservationConfirmed":
                life.Pending.Remove(token, out var confirmed);
                life.Kept.Add(confirmed ?? throw new KeyNotFoundException(token));
                if (!e.TryGetProperty("leaves", out var left))
                    break;
                var leaves = life.Kept.Find(r => r.Token == left.GetString()) ?? throw new KeyNotFoundException(token);
                life.Kept.Remove(leaves);
                life.Put(ReservationPlace.Of(leaves.Token), leaves.Hash, entry.Seq > checkpoint);
                break;
            default:
                Release(life, entry, e, token);
                break;
        }
    }

    private void Release(Life life, in LedgerEntry entry, JsonElement e, string token)
    {
        long? part = e.TryGetProperty("amount", out var amount) ? amount.GetProperty("minorUnits").GetInt64() : null;
        var kept = life.Kept.FindIndex(r => r.Token == token);
        if (life.Pending.TryGetValue(token, out var pending))
        {
            if (part is null)
                life.Pending.Remove(token);
            else
                life.Pending[token] = pending.Less(part.Value);
        }
        else if (kept >= 0)
        {
            if (part is null)
                life.Kept.RemoveAt(kept);
            else
                life.Kept[kept] = life.Kept[kept].Less(part.Value);
        }
        else
        {
            var place = ReservationPlace.Of(token);
            var was = Granted.Read(e.GetProperty("was"), token);
            if (!life.Beside.TryGetValue(place, out var hash) || hash != was.Hash)
                report($"Entry {entry.Seq} releases reservation {token} of {entry.Subject} as it was not.");
            life.Put(place, part is null ? 0 : was.Less(part.Value).Hash, entry.Seq > checkpoint);
        }
    }

    /// <summary>What an object has granted so far.</summary>
    private sealed class Life
    {
        public Dictionary<string, Granted> Pending { get; } = new(StringComparer.Ordinal);

        /// <summary>The confirmed ones in the record, oldest first.</summary>
        public List<Granted> Kept { get; } = [];

        /// <summary>The others, by place.</summary>
        public Dictionary<long, ulong> Beside { get; } = [];

        /// <summary>Of those that changed after the checkpoint, what they were then and each time since; 0 for not there.</summary>
        public Dictionary<long, List<ulong>> Since { get; } = [];

        public void Put(long place, ulong hash, bool isAfterCheckpoint)
        {
            if (isAfterCheckpoint)
                (CollectionsMarshal.GetValueRefOrAddDefault(Since, place, out _) ??= [Beside.GetValueOrDefault(place)]).Add(hash);
            if (hash == 0)
                Beside.Remove(place);
            else
                Beside[place] = hash;
        }
    }

    /// <summary>A reservation, from the words of the entries.</summary>
    private sealed record Granted(string Token, string Account, string For, long? MinorUnits, string? Currency, string On)
    {
        /// <summary>Always odd, so that it is never 0 for none.</summary>
        public ulong Hash => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Join('\0', Token, Account, For, MinorUnits, Currency, On))) | 1;

        public static Granted Read(JsonElement e, string token)
        {
            var hasAmount = e.TryGetProperty("amount", out var amount);
            return new(token, e.GetProperty("account").GetString()!, e.GetProperty("for").GetString()!,
                hasAmount ? amount.GetProperty("minorUnits").GetInt64() : null, hasAmount ? amount.GetProperty("currency").GetString() : null,
                e.TryGetProperty("on", out var on) ? on.GetString()! : "");
        }

        public Granted Less(long part) => this with { MinorUnits = MinorUnits - part };
    }
}
