using SalesGrid.Ledger;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using Xunit;
using Xunit.Sdk;

namespace SalesGrid.Storage.Tests;

/// <summary>Each check is run against a store that breaks what it checks, and must notice.</summary>
public sealed class BrokenStoreTests
{
    public static TheoryData<string> Faults => [.. Checks.Keys];

    private static readonly Dictionary<string, (Func<BrokenStore> Store, Func<ILedgerStore, Task> Check)> Checks = new()
    {
        ["order is lost"] = (() => new BrokenStore { ReversesJournal = true }, s => LedgerStoreChecks.JournalKeepsOrder(s, 1)),
        ["positions are ignored"] = (() => new BrokenStore { IgnoresPositions = true }, s => LedgerStoreChecks.WrongPositionConflicts(s, 1)),
        ["hashes are ignored"] = (() => new BrokenStore { IgnoresHashes = true }, s => LedgerStoreChecks.WrongPreviousHashConflicts(s, 1)),
        ["a second delivery is taken"] = (() => new BrokenStore { IgnoresPositions = true }, s => LedgerStoreChecks.SecondDeliveryConflicts(s, 1)),
        ["several racers win"] = (() => new BrokenStore { IgnoresPositions = true }, s => LedgerStoreChecks.OneOfManyRacersWins(s, 1)),
        ["reading starts after the sequence"] =
            (() => new BrokenStore { SkipsSplitRecords = true }, s => LedgerStoreChecks.ReadingStartsAtTheRecordThatHoldsTheSequence(s, 1)),
        ["buckets run together"] = (() => new BrokenStore { MixesBuckets = true }, s => LedgerStoreChecks.BucketsAreApart(s, 1, 2)),
        ["long records are cut"] = (() => new BrokenStore { CutsLongRecords = true }, s => LedgerStoreChecks.LargeRecordsAreHeld(s, 1)),
        ["opening keeps the fence"] = (() => new BrokenStore { KeepsFence = true }, s => HeadChecks.OpeningTellsTheEndAndRaisesTheFence(s, 1)),
        ["old fences write"] = (() => new BrokenStore { IgnoresFences = true }, s => HeadChecks.OldFenceWritesNothing(s, 1)),
        ["earlier writers append"] = (() => new BrokenStore { IgnoresTakeovers = true }, s => LedgerStoreChecks.EarlierWriterConflicts(s, s, 1)),
        ["releases are forgotten"] = (() => new BrokenStore { ForgetsReleases = true }, s => LedgerStoreChecks.WritersKnowOfEachOther(s, s, 1)),
        ["anybody releases"] = (() => new BrokenStore { ReleasesForOthers = true }, s => LedgerStoreChecks.WritersKnowOfEachOther(s, s, 1)),
        ["nobody is told of an earlier writer"] = (() => new BrokenStore { NeverTellsOfFormer = true }, s => LedgerStoreChecks.WritersKnowOfEachOther(s, s, 1)),
        ["an earlier writer takes itself for the newest"] = (() => new BrokenStore { KeepsFence = true }, s => LedgerStoreChecks.WritersKnowOfEachOther(s, s, 1)),
        ["heads regress"] = (() => new BrokenStore { RegressesHeads = true }, s => HeadChecks.HeadNeverRegresses(s, 1)),
        ["heads are lost"] = (() => new BrokenStore { HeadsMax = 100 }, s => HeadChecks.ManyHeadsLand(s, 1)),
        ["states are cut"] = (() => new BrokenStore { CutsStates = true }, s => HeadChecks.StatesOfEverySizeAreHeld(s, 1)),
        ["spellings are told apart"] = (() => new BrokenStore { TellsSpellingsApart = true }, s => HeadChecks.SpellingsOfOneSubjectShareItsHead(s, 1)),
        ["subjects are folded"] = (() => new BrokenStore { FoldsSubjects = true }, s => HeadChecks.SubjectsStayApart(s, 1)),
        ["the checkpoint moves back"] = (() => new BrokenStore { CheckpointMovesBack = true }, s => HeadChecks.CheckpointMovesForwardOnly(s, 1)),
        ["the checkpoint moves first"] = (() => new BrokenStore { CheckpointMovesFirst = true }, s => HeadChecks.CheckpointMovesLast(s, 1)),
        ["old fences write pieces"] = (() => new BrokenStore { IgnoresFencesOfPieces = true }, s => PieceChecks.OldFenceWritesNoPiece(s, 1)),
        ["earlier turns write"] = (() => new BrokenStore { IgnoresTurns = true }, s => PieceChecks.EarlierTurnWritesNothing(s, 1)),
        ["a late write undoes a later one"] = (() => new BrokenStore { IgnoresTurns = true }, s => PieceChecks.UnknownWritesAreWrittenAgain(s, 1, Fault.LandLate)),
        ["pieces land last"] = (() => new BrokenStore { PiecesLandLast = true }, s => PieceChecks.PiecesLandBeforeHeads(s, 1)),
        ["numbers are sorted as text"] = (() => new BrokenStore { SortsNumbersAsText = true }, s => PieceChecks.PiecesComeBackByNumber(s, 1)),
        ["kinds of pieces are mixed"] = (() => new BrokenStore { MixesKinds = true }, s => PieceChecks.PiecesOfSubjectsStayApart(s, 1)),
        ["removed pieces stay"] = (() => new BrokenStore { KeepsRemovedPieces = true }, s => PieceChecks.PiecesAreReplacedAndRemoved(s, 1)),
        ["pieces are not replaced"] = (() => new BrokenStore { KeepsFirstPieces = true }, s => PieceChecks.PiecesAreReplacedAndRemoved(s, 1)),
        ["a record is read twice"] = (() => new BrokenStore { RepeatsRecords = true }, s => PieceChecks.EntriesAreReadFromTheRecordsThatHoldThem(s, 1)),
        ["an overtaken writer goes on"] =
            (() => new BrokenStore { IgnoresFences = true, RegressesHeads = true }, s => HeadChecks.OvertakenWriterStops(s, 1)),
        ["an unknown append is forgotten"] =
            (() => new BrokenStore { IgnoresPositions = true }, s => UnknownOutcomes.LateLandingCountsOnce(s, 1)),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_broken_store_is_noticed(string fault)
    {
        var (open, check) = Checks[fault];
        var broken = open();
        await broken.Initialize(Wanted, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<XunitException>(() => check(broken));

        var sound = new InMemoryLedgerStore { ReadLease = broken.ReadLease };
        await sound.Initialize(Wanted, TestContext.Current.CancellationToken);
        await check(sound);
    }

    public static TheoryData<string> ModelFaults => ["positions", "hashes", "fences", "takeovers", "turns", "heads", "removals", "checkpoint"];

    [Theory]
    [MemberData(nameof(ModelFaults))]
    public async Task The_model_notices_a_broken_store(string ignored)
    {
        var broken = new BrokenStore
        {
            IgnoresPositions = ignored == "positions",
            IgnoresHashes = ignored == "hashes",
            IgnoresFences = ignored == "fences",
            IgnoresTakeovers = ignored == "takeovers",
            IgnoresTurns = ignored == "turns",
            RegressesHeads = ignored == "heads",
            KeepsRemovedPieces = ignored == "removals",
            CheckpointMovesBack = ignored == "checkpoint",
        };
        await broken.Initialize(Wanted, TestContext.Current.CancellationToken);
        // Some faults show in one sequence of a hundred only: so many sequences that none of them is missed by chance.
        await Assert.ThrowsAsync<CsCheck.CsCheckException>(() => LedgerStoreModel.Check(broken, Task.FromResult, 3_000));
    }

    private static LedgerDescription Wanted => new("abcd", LedgerDescription.MaxBucketCount, DateTimeOffset.UnixEpoch);
}
