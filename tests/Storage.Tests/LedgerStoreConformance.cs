using SalesGrid.Ledger;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>The conformance suite: every store inherits it.</summary>
public abstract class LedgerStoreConformance : IAsyncLifetime
{
    /// <summary>A description with as many buckets as there can be, so that every check has its own.</summary>
    protected static LedgerDescription Wanted { get; } =
        new("0123456789abcdef", LedgerDescription.MaxBucketCount, new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(8)).AddTicks(89));

    /// <summary>The store under test, initialized.</summary>
    protected ILedgerStore Store { get; private set; } = null!;

    /// <summary>How many generated sequences of operations to try; each store takes what it can in some seconds.</summary>
    protected abstract int ModelRuns { get; }

    /// <summary>A store over a new, empty medium.</summary>
    protected abstract Task<ILedgerStore> OpenNew();

    /// <summary>Lets go of <paramref name="store"/> and opens another over the same medium.</summary>
    protected abstract Task<ILedgerStore> Reopen(ILedgerStore store);

    /// <summary>Removes the medium.</summary>
    protected abstract Task Remove(ILedgerStore store);

    public async ValueTask InitializeAsync()
    {
        Store = await OpenNew();
        await Store.Initialize(Wanted, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await Remove(Store);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_first_description_stays()
    {
        var other = new LedgerDescription("ffff", 4, Wanted.CreatedAt.AddDays(1));
        Assert.Equal(Wanted, await Store.Initialize(other, Cancel));
        Store = await Reopen(Store);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ReadTail(0, Cancel));
        var kept = await Store.Initialize(other, Cancel);
        Assert.Equal(Wanted, kept);
        Assert.Equal(Wanted.CreatedAt.Offset, kept.CreatedAt.Offset);
    }

    [Fact]
    public async Task A_bucket_out_of_range_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ReadTail(-1, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenBucket(LedgerDescription.MaxBucketCount, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Initialize(Wanted with { BucketCount = 0 }, Cancel));
    }

    [Fact]
    public Task A_journal_keeps_its_order() => LedgerStoreChecks.JournalKeepsOrder(Store, 1);

    [Fact]
    public Task An_append_at_a_wrong_position_conflicts() => LedgerStoreChecks.WrongPositionConflicts(Store, 1);

    [Fact]
    public Task An_append_after_a_wrong_hash_conflicts() => LedgerStoreChecks.WrongPreviousHashConflicts(Store, 1);

    [Fact]
    public Task A_second_delivery_conflicts() => LedgerStoreChecks.SecondDeliveryConflicts(Store, 1);

    [Fact]
    public Task An_earlier_writer_cannot_append_once_another_has_opened_the_bucket_though_the_journal_has_not_grown() =>
        LedgerStoreChecks.EarlierWriterConflicts(Store, Store, 1);

    [Fact]
    public Task Writers_know_of_each_other() => LedgerStoreChecks.WritersKnowOfEachOther(Store, Store, 1);

    [Fact]
    public Task One_of_many_racers_wins() => LedgerStoreChecks.OneOfManyRacersWins(Store, 1);

    [Fact]
    public Task Reading_starts_at_the_record_that_holds_the_sequence() =>
        LedgerStoreChecks.ReadingStartsAtTheRecordThatHoldsTheSequence(Store, 1);

    [Fact]
    public Task Buckets_are_apart() => LedgerStoreChecks.BucketsAreApart(Store, 1, 2);

    [Fact]
    public Task Large_records_are_held() => LedgerStoreChecks.LargeRecordsAreHeld(Store, 1);

    [Fact]
    public Task Opening_tells_the_end_and_raises_the_fence() => HeadChecks.OpeningTellsTheEndAndRaisesTheFence(Store, 1);

    [Fact]
    public Task An_old_fence_writes_nothing() => HeadChecks.OldFenceWritesNothing(Store, 1);

    [Fact]
    public Task A_head_never_regresses() => HeadChecks.HeadNeverRegresses(Store, 1);

    [Fact]
    public Task More_heads_than_one_transaction_takes_land() => HeadChecks.ManyHeadsLand(Store, 1);

    [Fact]
    public Task States_of_every_size_are_held() => HeadChecks.StatesOfEverySizeAreHeld(Store, 1);

    [Fact]
    public Task Spellings_of_one_subject_share_its_head() => HeadChecks.SpellingsOfOneSubjectShareItsHead(Store, 1);

    [Fact]
    public Task Subjects_stay_apart() => HeadChecks.SubjectsStayApart(Store, 1);

    [Fact]
    public Task The_checkpoint_moves_forward_only() => HeadChecks.CheckpointMovesForwardOnly(Store, 1);

    [Fact]
    public Task The_checkpoint_moves_last() => HeadChecks.CheckpointMovesLast(Store, 1);

    [Fact]
    public Task An_overtaken_writer_of_heads_stops() => HeadChecks.OvertakenWriterStops(Store, 1);

    [Fact]
    public Task Pieces_of_an_object_come_back_by_number() => PieceChecks.PiecesComeBackByNumber(Store, 1);

    [Fact]
    public Task Pieces_of_subjects_stay_apart() => PieceChecks.PiecesOfSubjectsStayApart(Store, 1);

    [Fact]
    public Task Pieces_of_every_size_are_held() => PieceChecks.PiecesOfEverySizeAreHeld(Store, 1);

    [Fact]
    public Task Pieces_are_replaced_and_removed() => PieceChecks.PiecesAreReplacedAndRemoved(Store, 1);

    [Fact]
    public Task An_old_fence_writes_no_piece() => PieceChecks.OldFenceWritesNoPiece(Store, 1);

    [Fact]
    public Task An_earlier_turn_writes_nothing() => PieceChecks.EarlierTurnWritesNothing(Store, 1);

    [Fact]
    public Task Pieces_land_before_heads() => PieceChecks.PiecesLandBeforeHeads(Store, 1);

    [Fact]
    public Task Entries_are_read_from_the_records_that_hold_them() => PieceChecks.EntriesAreReadFromTheRecordsThatHoldThem(Store, 1);

    [Theory]
    [InlineData(Fault.FailBefore)]
    [InlineData(Fault.FailAfter)]
    [InlineData(Fault.LandLate)]
    public Task A_checkpoint_of_which_nothing_is_known_is_written_again(Fault fault) => PieceChecks.UnknownWritesAreWrittenAgain(Store, 1, fault);

    [Fact]
    public async Task A_store_opened_anew_shows_everything()
    {
        var written = await LedgerStoreChecks.Fill(Store, 3, 1, 2, 3);
        var fence = (await Store.OpenBucket(3, Cancel)).Fence;
        Assert.True(await Store.WriteHeads(3, fence, [TestRecords.Block("opportunity/1", 32)], [TestRecords.Head("opportunity/1", 6)], 6, Cancel));

        Store = await Reopen(Store);
        await Store.Initialize(Wanted, Cancel);
        LedgerStoreChecks.Same(written, await LedgerStoreChecks.Read(Store, 3, 1));
        HeadChecks.Same(TestRecords.Head("opportunity/1", 6), await Store.ReadHead(3, "opportunity/1", Cancel));
        PieceChecks.Same([TestRecords.Block("opportunity/1", 32)], await PieceChecks.History(Store, 3, "opportunity/1", 0, 9));
        var opening = await Store.OpenBucket(3, Cancel);
        Assert.Equal((written[^1].Tail, 6L), (opening.Tail, opening.CheckpointSeq));
        Assert.True(opening.Fence > fence);
        Assert.Equal(AppendOutcome.Appended, await Store.Append(TestRecords.After(opening.Tail, 3), Cancel));
    }

    [Fact]
    public Task Generated_operations_agree_with_the_model() => LedgerStoreModel.Check(
        Store,
        async store =>
        {
            Store = await Reopen(store);
            await Store.Initialize(Wanted, CancellationToken.None);
            return Store;
        },
        ModelRuns);

    [Theory]
    [MemberData(nameof(UnknownOutcomes.Faults), MemberType = typeof(UnknownOutcomes))]
    public Task An_unknown_outcome_is_found_out(Fault first, Fault second) => UnknownOutcomes.AreFoundOut(Store, 1, first, second);

    [Fact]
    public Task A_record_that_lands_between_reading_and_retrying_counts_once() => UnknownOutcomes.LateLandingCountsOnce(Store, 1);

    [Fact]
    public Task Writers_on_a_bad_line_lose_nothing_and_write_nothing_twice() => UnknownOutcomes.BadLineLosesNothing(Store, 1, seed: 417);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
