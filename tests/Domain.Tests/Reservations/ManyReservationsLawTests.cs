namespace SalesGrid.Domain.Tests;

/// <summary>
/// Whatever is asked of an object with many reservations, with checkpoints and crashes anywhere: the record and what lies beside it are
/// together what a plain dictionary would be, and what the journal says.
/// </summary>
public sealed class ManyReservationsLawTests
{
    private static readonly Gen<string> Token = Gen.Int[0, 120].Select(i => $"contract/K-{i}@1:credit");
    private static readonly Gen<Money> Amount = Gen.Long[1, 300].Select(minor => new Money(minor, "CNY"));

    private static readonly Gen<Func<ManyReservations, Task>> Step = Gen.Frequency(
        (30, Gen.Select(Token, Gen.OneOf("credit", "discount"), Amount, (token, account, amount) => Both(token, account, amount))),
        (8, Gen.Select(Token, Gen.OneOf("credit", "discount"), Amount, (token, account, amount) => Sent(new TakeReservation(account, token, "contract/K-1", amount)))),
        (8, Token.Select(token => Sent(new ConfirmReservation(token)))),
        (8, Gen.Select(Token, Amount, (token, amount) => Both(token, "credit", amount, activation: 1))),
        (10, Gen.Select(Token, Gen.Int[0, 1], (token, activation) => Sent(new ReleaseReservation(token), activation))),
        (10, Gen.Select(Token, Amount, (token, left) => Sent(new ReleaseReservation(token, left)))),
        (4, Gen.Enum<ManyStep>().Select(step => (Func<ManyReservations, Task>)(many => many.Take(step)))));

    private static readonly Gen<Func<ManyReservations, Task>[]> Story = Step.Array[0, 300];

    [Fact]
    public Task Record_and_pieces_are_together_what_a_dictionary_is() => Story.SampleAsync(async story =>
    {
        var many = new ManyReservations();
        foreach (var step in story)
            await step(many);
        await many.Agree();
        await many.Take(ManyStep.EndCheckpoint);
        await many.Take(ManyStep.PiecesAlone);
        await many.Agree();
        Assert.Empty(many.Audit());
        await many.Take(ManyStep.Checkpoint);
        await many.Take(ManyStep.Crash);
        await many.Agree();
        Assert.Empty(many.Audit());
    }, iter: 120);

    [Fact]
    public Task After_every_step_it_is_what_a_dictionary_is_and_the_audit_finds_nothing() => Step.Array[60, 110].SampleAsync(async story =>
    {
        var many = new ManyReservations();
        foreach (var step in story)
        {
            await step(many);
            await many.Agree();
            Assert.Empty(many.Audit());
        }
    }, iter: 20);

    [Fact]
    public Task All_can_be_given_back_wherever_they_lie() => Gen.Select(Story, Gen.Int[0, 99]).SampleAsync(async (story, seed) =>
    {
        var many = new ManyReservations();
        foreach (var step in story)
            await step(many);
        var tokens = many.Plain.Keys.ToArray();
        new Random(seed).Shuffle(tokens);
        foreach (var token in tokens)
            await many.Take(new ReleaseReservation(token));
        Assert.Empty(await many.All());
        await many.Take(ManyStep.EndCheckpoint);
        await many.Take(ManyStep.Checkpoint);
        Assert.DoesNotContain(many.Stored, p => p.Kind == PieceKind.Reservation);
        await many.Take(ManyStep.Crash);
        await many.Agree();
    }, iter: 40);

    [Fact]
    public Task A_store_that_forgets_removals_is_caught() => Assert.ThrowsAnyAsync<Exception>(() => Story.SampleAsync(async story =>
    {
        var many = new ManyReservations(forgetsRemovals: true);
        foreach (var step in story)
            await step(many);
        await many.Take(ManyStep.EndCheckpoint);
        await many.Take(ManyStep.Checkpoint);
        await many.Agree();
    }, iter: 120));

    [Fact]
    public async Task A_token_that_is_new_costs_no_question_once_its_range_was_read()
    {
        var many = await Full(5_000);
        await many.Take(ManyStep.Checkpoint);
        await many.Take(ManyStep.Crash);
        var before = many.Asked;
        for (var i = 0; i < 2_000; i++)
        {
            await many.Take(new TakeReservation("credit", $"new-{i}", "contract/K-1", new(1, "CNY")));
            await many.Take(new ReleaseReservation($"new-{i}"));
        }
        // 32 ranges of some 150; a token that looks like a known one is asked for.
        Assert.InRange(many.Asked - before, 1, 34);
        // What is known is found, and so is what left since.
        for (var i = 0; i < 5_000; i += 250)
            await many.Take(new TakeReservation("credit", $"t-{i}", "contract/K-1", new(1, "CNY")));
        for (var i = 0; i < 50; i++)
            await Both($"later-{i}", "credit", new(1, "CNY"))(many);
        for (var i = 0; i < 50; i++)
            await many.Take(new TakeReservation("credit", $"later-{i}", "contract/K-1", new(1, "CNY")));
        await many.Agree();
    }

    [Fact]
    public async Task The_head_does_not_grow_with_the_reservations()
    {
        var few = ClaimKind.Kind.Serialize((await Full(100)).Record).Length;
        var many = ClaimKind.Kind.Serialize((await Full(20_000)).Record).Length;
        // Between 33 and 64 commands are in a head.
        Assert.InRange(many, 1, few + (CommandMarks.BlockLength * 32) + 100);
        Assert.InRange(many, 1, 4 * 1024);
    }

    [Fact]
    public async Task A_lost_a_forged_an_invented_and_a_returned_reservation_are_found()
    {
        var many = await Full(100);
        await many.Take(ManyStep.Checkpoint);
        Assert.Empty(many.Audit());
        var beside = many.Stored.Where(p => p.Kind == PieceKind.Reservation).ToList();
        Assert.Equal(100 - GrantedReservations.MaxKept, beside.Count);
        var (other, one) = (many.Stored.Where(p => p.Kind != PieceKind.Reservation).ToList(), ReservationPieceCodec.Read(beside[5]));

        Assert.Contains("is missing beside the head", Assert.Single(many.Audit([.. other, .. beside.Where((_, i) => i != 5)])), StringComparison.Ordinal);
        foreach (var forged in (Reservation[])[one with { Amount = new(2, "CNY") }, one with { Account = "discount" }, one with { For = "contract/K-2" }, one with { TakenOn = World.Today.AddDays(1) }, one with { PendingUntil = World.Now }])
            Assert.Contains("is not what the journal says", Assert.Single(many.Audit([.. other, .. beside.Where((_, i) => i != 5), ReservationPieceCodec.Write(ManyReservations.Subject, beside[5].Number, forged)])), StringComparison.Ordinal);
        var invented = one with { Token = "invented" };
        Assert.Contains("where the journal has none", Assert.Single(many.Audit([.. other, .. beside, ReservationPieceCodec.Write(ManyReservations.Subject, ReservationPlace.Of("invented"), invented)])), StringComparison.Ordinal);
        var moved = ReservationPieceCodec.Write(ManyReservations.Subject, 7, one);
        Assert.Contains(many.Audit([.. other, .. beside, moved]), p => p.Contains("does not belong", StringComparison.Ordinal));
        var damaged = beside[5].Data.ToArray();
        damaged[^1] ^= 1;
        Assert.Contains(many.Audit([.. other, .. beside.Where((_, i) => i != 5), beside[5] with { Data = damaged }]), p => p.Contains("is damaged", StringComparison.Ordinal));

        // One that was released before the checkpoint and is still there.
        await many.Take(new ReleaseReservation(one.Token));
        await many.Take(ManyStep.Checkpoint);
        Assert.Empty(many.Audit());
        Assert.Contains("where the journal has none", Assert.Single(many.Audit([.. many.Stored, beside[5]])), StringComparison.Ordinal);
    }

    private static async Task<ManyReservations> Full(int count)
    {
        var many = new ManyReservations();
        for (var i = 0; i < count; i++)
            await Both($"t-{i}", "credit", new(1, "CNY"))(many);
        return many;
    }

    private static Func<ManyReservations, Task> Sent(ReservationCommand command, int activation = 0) => many => many.Take(command, activation);

    private static Func<ManyReservations, Task> Both(string token, string account, Money amount, int activation = 0) => async many =>
    {
        await many.Take(new TakeReservation(account, token, "contract/K-1", amount), activation);
        if (many.Plain.ContainsKey(token))
            await many.Take(new ConfirmReservation(token), activation);
    };
}
