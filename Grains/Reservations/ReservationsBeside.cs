using System.Numerics;
using SalesGrid.Ledger;
using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

/// <summary>Reads reservations that are beside an object's record, by place.</summary>
/// <param name="from">Lowest place.</param>
/// <param name="to">Highest place.</param>
/// <param name="most">Most that are looked at.</param>
internal delegate Task<ReservationRange> ReadReservations(long from, long to, int most);

/// <summary>
/// Finds the reservations of an object that are beside its record. A known one costs one question to the ledger. Of one that is to be
/// taken, the answer is almost always that there is none: so the hashes of tokens are kept while the object is active, read range by
/// range when the first token of a range is asked for, and kept current from then on.
/// </summary>
/// <remarks>
/// With 100,000 reservations a range is some 200 of them, and all ranges together take 5 to 11 bytes a reservation. Reads may
/// interleave: what was added is never taken away, so that a place said to be free is free.
/// </remarks>
/// <param name="read">Asks the ledger.</param>
internal sealed class ReservationsBeside(ReadReservations read)
{
    /// <summary>Most reservations of a range, about, when the object is first asked.</summary>
    private const int PerRange = 256;

    /// <summary>Reservations asked for at once.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>So many tokens more than twice the reservations there are may be known, as those that were released stay: beyond that all are read anew.</summary>
    private const int SurplusMax = 10_000;

    private Known? known;

    /// <summary>The reservation at a place; null where there is none.</summary>
    /// <param name="granted">What the object has granted.</param>
    /// <param name="place">See <see cref="ReservationPlace"/>.</param>
    /// <param name="isNew">True when there most likely is none.</param>
    public ValueTask<Reservation?> Find(GrantedReservations granted, long place, bool isNew)
    {
        if (granted.Beside == 0)
            return default;
        if (!isNew)
            return One(place);
        // Where another activation changed something, nothing of what is known here can be trusted.
        if (known is null || known.Moves < granted.Moves || known.Tokens.Count > (2 * granted.Beside) + SurplusMax)
            known = new(granted);
        return known.Read[known.RangeOf(place)] ? (known.Tokens.MayContain(Hash(place)) ? One(place) : default) : ReadRange(known, place);
    }

    /// <summary>The object has carried out a command.</summary>
    /// <param name="granted">What it has granted now.</param>
    public void Add(GrantedReservations granted)
    {
        if (known is null || granted.Moved is not { } moved)
            return;
        // One missed makes all unknown: see above.
        if (known.Moves == granted.Moves - 1)
            known.Moves = granted.Moves;
        if (moved.Now is not null)
            known.Tokens.Add(Hash(ReservationPlace.Of(moved.Token)));
    }

    private async ValueTask<Reservation?> One(long place) => (await read(place, place, 1)).Reservations is [var one] ? one : null;

    private async ValueTask<Reservation?> ReadRange(Known into, long place)
    {
        Reservation? found = null;
        var range = into.RangeOf(place);
        for (long? from = into.First(range); from is not null;)
        {
            var page = await read(from.Value, into.Last(range), MostAtOnce);
            foreach (var reservation in page.Reservations)
            {
                var at = ReservationPlace.Of(reservation.Token);
                into.Tokens.Add(Hash(at));
                if (at == place)
                    found = reservation;
            }
            from = page.Next;
        }
        into.Read[range] = true;
        return found;
    }

    private static ulong Hash(long place) => (ulong)place << 1;

    /// <summary>What is known of the tokens, as of a state of the object.</summary>
    private sealed class Known(GrantedReservations granted)
    {
        private readonly int rangeBits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, granted.Beside / PerRange)));

        /// <summary>Tokens of the ranges that were read, and of others that came since.</summary>
        public HashedIds Tokens { get; } = new();

        /// <summary>Which ranges were read.</summary>
        public bool[] Read => field ??= new bool[1 << rangeBits];

        /// <summary>The state: see <see cref="GrantedReservations.Moves"/>.</summary>
        public long Moves { get; set; } = granted.Moves;

        public int RangeOf(long place) => (int)(place >> (ReservationPlace.Bits - rangeBits));

        public long First(int range) => (long)range << (ReservationPlace.Bits - rangeBits);

        public long Last(int range) => First(range) + (long.MaxValue >> rangeBits);
    }
}
