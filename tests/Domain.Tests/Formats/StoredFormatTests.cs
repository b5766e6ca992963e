using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesGrid.Controls;
using SalesGrid.Targets;

namespace SalesGrid.Domain.Tests;

/// <summary>What lies in ledgers is read for ever: its form is pinned here, byte by byte.</summary>
public sealed class StoredFormatTests
{
    public static TheoryData<string> Events => [.. Samples.Events.Select(e => e.GetType().Name)];

    public static TheoryData<string> Kinds => [.. Samples.Records.Keys];

    [Theory, MemberData(nameof(Events))]
    public void The_ledger_line_of_an_event_is_what_it_was(string type) =>
        Snapshot.Check($"event.{type}", Encoding.UTF8.GetString(Journal.Canonical(Samples.EntryOf(Sample(type)))));

    [Theory, MemberData(nameof(Kinds))]
    public void The_checkpoint_of_an_object_is_what_it_was(string kind) =>
        Snapshot.Check($"wire.{kind}", Convert.ToHexString(SubjectKinds.Of($"{KindOf(kind)}/1").Serialize(Samples.Records[kind])));

    [Fact]
    public void Every_event_that_can_be_stored_has_a_sample_and_a_verified_line()
    {
        var events = SubjectKinds.All.SelectMany(k => k.EventTypes).Concat(SubjectKinds.CommonEvents.Values)
            .Select(t => t.Name).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(events, Samples.Events.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal(SubjectKinds.All.Select(k => k.Name).Order(StringComparer.Ordinal), Samples.Records.Keys.Select(KindOf).Distinct().Order(StringComparer.Ordinal));
        // An event may be given up, its line may not: nobody knows which ledgers hold it.
        Assert.Empty(events.Select(e => $"event.{e}").Except(Snapshot.Verified.Keys));
    }

    [Theory, MemberData(nameof(VerifiedEvents))]
    public void A_verified_line_is_still_read_as_the_event_it_was(string name)
    {
        var entry = Assert.Single(JournalCodec.Read(Encoding.UTF8.GetBytes(Snapshot.Verified[name]), 1));
        var happened = Read(entry);
        Assert.Equal(Same.Text(Sample(entry.Type)), Same.Text(happened));
        Assert.Equal(Same.Text(Samples.EntryOf(happened)), Same.Text(entry));
    }

    [Theory, MemberData(nameof(VerifiedEvents))]
    public void A_line_with_members_of_a_newer_version_is_read_without_them(string name)
    {
        var entry = JournalCodec.Read(Encoding.UTF8.GetBytes(Snapshot.Verified[name]), 1)[0];
        var data = JsonNode.Parse(entry.Data.Span)!.AsObject();
        data.Add("invented", new JsonObject { ["later"] = 1 });
        Assert.Equal(Same.Text(Sample(entry.Type)), Same.Text(Read(entry with { Data = Encoding.UTF8.GetBytes(data.ToJsonString()) })));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_verified_checkpoint_is_still_read_as_the_object_it_was(string kind) => Assert.Equal(
        Same.Text(Samples.Records[kind]),
        Same.Text(SubjectKinds.Of($"{KindOf(kind)}/1").Deserialize(Convert.FromHexString(Snapshot.Verified[$"wire.{kind}"]))));

    [Fact]
    public void The_checkpoint_of_an_opportunity_with_all_on_file_is_what_it_was()
    {
        Snapshot.Check("wire.opportunity.2", Convert.ToHexString(OpportunityKind.Kind.Serialize(Samples.Steeled)));
        Assert.Equal(Same.Text(Samples.Steeled),
            Same.Text(OpportunityKind.Kind.Deserialize(Convert.FromHexString(Snapshot.Verified["wire.opportunity.2"]))));
    }

    [Fact]
    public void A_checkpoint_of_0_2_0_which_holds_all_reservations_is_read_as_the_object_it_was()
    {
        var read = (SubjectRecord<Claim>)ClaimKind.Kind.Deserialize(Convert.FromHexString(Snapshot.Verified["earlier.claim"]));
        Assert.Equal(Same.Text(Samples.Records["claim"]), Same.Text(read));
        Assert.Equal(Samples.Records["claim"].Granted!.Here, read.Granted!.Here);
        // What waited is confirmed and released as ever.
        var confirmed = read.Granted.Evolve(new ReservationConfirmed("customer/C-100@1:identity"));
        Assert.Null(Assert.Single(confirmed.Here).PendingUntil);
        Assert.Equal(0, confirmed.Evolve(new ReservationReleased("customer/C-100@1:identity", null)).Count);
    }

    [Fact]
    public void A_checkpoint_of_0_2_0_which_says_nothing_of_admitted_wins_is_read_as_the_object_it_was()
    {
        var read = (SubjectRecord<Opportunity>)OpportunityKind.Kind.Deserialize(Convert.FromHexString(Snapshot.Verified["earlier.opportunity"]));
        Assert.Equal(Same.Text(Samples.Records["opportunity"]), Same.Text(read));
        // Of what lay there follows whether its win would count.
        Assert.Equal(WinOrigin.Imported, (read.State with { Status = OpportunityStatus.Won, Stage = read.State.UnevidencedGates[0] }).WinOrigin);
        Assert.Equal(WinOrigin.Own, (read.State with { Status = OpportunityStatus.Won }).WinOrigin);
    }

    [Fact]
    public void Checkpoints_from_before_there_were_units_and_handovers_are_read_as_the_objects_they_were()
    {
        static TState Read<TState>(string kind) => ((SubjectRecord<TState>)SubjectKinds.Of($"{kind}/1").Deserialize(Convert.FromHexString(Snapshot.Verified[$"earlier.{kind}"]))).State;
        Assert.Equal(Same.Text(Deals.SampleQuote with { Formerly = [] }), Same.Text(Read<Quote>("quote")));
        Assert.Equal(Same.Text(Deals.SampleContract with { Formerly = [] }), Same.Text(Read<Contract>("contract")));
        var person = Read<Salesperson>("salesperson");
        Assert.Equal((null, null, null, "East 1"), (person.Unit, person.Planned, person.Handover, person.Place.Team));
    }

    [Fact]
    public void A_reservation_beside_a_checkpoint_is_what_it_was()
    {
        var reservation = new Reservation("contract/K-1@4:credit", "credit", "contract/K-1", new(900_000_00, "CNY"), null) { TakenOn = World.Today };
        var piece = ReservationPieceCodec.Write("customer/C-1", ReservationPlace.Of(reservation.Token), reservation);
        Snapshot.Check("piece.reservation", $"{piece.Number} {Convert.ToHexString(piece.Data.Span)}");
        var (place, data) = Snapshot.Verified["piece.reservation"].Split(' ') is [var first, var second] ? (first, second) : default;
        Assert.Equal(reservation, ReservationPieceCodec.Read(new("customer/C-1", PieceKind.Reservation, long.Parse(place!, CultureInfo.InvariantCulture), Convert.FromHexString(data!))));
    }

    public static TheoryData<string> Later => [.. Samples.Later.Keys];

    [Theory, MemberData(nameof(Later))]
    public void The_members_an_event_gained_are_stored_as_they_were(string name)
    {
        Snapshot.Check($"later.{name}", Encoding.UTF8.GetString(Journal.Canonical(Samples.EntryOf(Samples.Later[name]))));
        var entry = Assert.Single(JournalCodec.Read(Encoding.UTF8.GetBytes(Snapshot.Verified[$"later.{name}"]), 1));
        Assert.Equal(Same.Text(Samples.Later[name]), Same.Text(Read(entry)));
    }

    [Fact]
    public void A_checkpoint_that_is_empty_or_unknown_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => OpportunityKind.Kind.Deserialize([]));
        Assert.Throws<InvalidDataException>(() => OpportunityKind.Kind.Deserialize("null"u8));
        Assert.Throws<InvalidDataException>(() => OpportunityKind.Kind.Deserialize([2]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_checkpoint_that_was_cut_short_is_refused(string kind)
    {
        var subject = SubjectKinds.Of($"{KindOf(kind)}/1");
        var whole = subject.Serialize(Samples.Records[kind]);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => subject.Deserialize(whole.AsSpan(0, length)));
    }

    [Fact]
    public void Statuses_are_stored_by_name_and_read_by_no_number()
    {
        Assert.Equal("\"won\"", JsonSerializer.Serialize(OpportunityStatus.Won, GridJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OpportunityStatus>("2", GridJson.Options));
    }

    public static TheoryData<string> VerifiedEvents => [.. Snapshot.Verified.Keys.Where(k => k.StartsWith("event.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>A kind can have more than one sample: <c>customer</c> and <c>customer-file</c>.</summary>
    private static string KindOf(string sample) => sample.Split('-')[0];

    private static object Sample(string type) => Samples.Events.Single(e => e.GetType().Name == type);

    private static SubjectEvent Read(LedgerEntry entry) => SubjectKinds.Of(entry.Subject).Read(entry.Type, entry.Data.Span);
}
