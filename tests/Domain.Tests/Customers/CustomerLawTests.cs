using SalesGrid.Reservations;

namespace SalesGrid.Domain.Tests;

/// <summary>What holds of a customer whatever is asked of it, in whatever order.</summary>
public sealed class CustomerLawTests
{
    private abstract record Act;

    private sealed record Take(int Token, long Minor, string Currency) : Act;

    private sealed record Release(int Token, long? LeftMinor) : Act;

    private sealed record Command(CustomerCommand Sent, string Actor, Duties Duties, int DaysLater) : Act;

    private static readonly Gen<Act> AnyReservation = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, 30], Gen.Long[0, 400_00], Gen.Frequency((9, "CNY"), (1, "USD")), (token, minor, currency) => (Act)new Take(token, minor, currency))),
        (4, Gen.Select(Gen.Int[0, 30], Gen.Frequency((1, Gen.Const((long?)null)), (1, Gen.Long[0, 400_00].Select(m => (long?)m))), (token, part) => (Act)new Release(token, part))));

    private static readonly Gen<CustomerCommand> AnyCommand = Gen.OneOf(
        Gen.Select(Gen.Long[0, 2_000_00], Gen.Int[0, 60], Gen.Frequency((5, "CNY"), (1, "USD")), (limit, days, currency) =>
            (CustomerCommand)new GrantCredit(CreditGrade.B, new(limit, currency), Customers.Today.AddDays(days), "x")),
        Gen.Const((CustomerCommand)new SuspendCredit("x")),
        Gen.Const((CustomerCommand)new RequestCredit(new(5, "CNY"), "x")),
        Gen.Select(Gen.OneOf(Diligence.Shipped.Select(i => i.Code).ToArray()), Gen.OneOf(DiligenceResult.Pass, DiligenceResult.Fail, DiligenceResult.Conditional), Gen.Int[0, 400],
            (item, result, days) => (CustomerCommand)new RecordDiligence(item, result, "D", Customers.Today.AddDays(days), Customers.Today, "n")),
        Gen.OneOf("S-001", "S-002", "S-003").Select(s => (CustomerCommand)new AssignOwner(s)),
        Gen.Const((CustomerCommand)new PickFromPool()),
        Gen.Const((CustomerCommand)new ReturnToPool("x")),
        Gen.Const((CustomerCommand)new Recycle()),
        Gen.Const((CustomerCommand)new NoteDeal("CT-1", new(5, "CNY"), Customers.Today)),
        Gen.OneOf(CustomerClass.Potential, CustomerClass.Intent, CustomerClass.Won).Select(c => (CustomerCommand)new Classify(c, "x")),
        Gen.OneOf("P-1", "P-2").Select(p => (CustomerCommand)new PutContact(p, "张伟", Consent: Customers.Given)),
        Gen.OneOf("P-1", "P-2").Select(p => (CustomerCommand)new WithdrawConsent(p)),
        Gen.OneOf("P-1", "P-2").Select(p => (CustomerCommand)new RemoveContact(p, "x")),
        Gen.OneOf("P-1", null).Select(p => (CustomerCommand)new RecordFollowUp("call", "x", ContactId: p)),
        Gen.OneOf(Customers.Code, "9144030071526726XG", null).Select(code => (CustomerCommand)new AmendCustomer(new("A", CreditCode: code))));

    private static readonly Gen<Act> AnyAct = Gen.Frequency(
        (2, AnyReservation),
        (3, Gen.Select(AnyCommand, Gen.OneOf("S-001", "S-002", "FIN", "grid"),
            Gen.OneOf(Duties.None, Duties.Finance, Duties.Manager | Duties.Legal, Duties.Grid), Gen.Int[0, 20],
            (command, actor, duties, days) => (Act)new Command(command, actor, duties, days))));

    [Fact]
    public void What_is_held_is_what_a_plain_book_says_and_never_more_than_was_granted() =>
        AnyReservation.Array[1, 80].Sample(acts =>
        {
            var held = GrantedReservations.None;
            var book = new Dictionary<string, long>();
            foreach (var act in acts)
            {
                var (command, token) = act switch
                {
                    Take t => ((ReservationCommand)new TakeReservation("credit", $"t{t.Token}", "contract/CT", new(t.Minor, t.Currency)), $"t{t.Token}"),
                    Release r => (new ReleaseReservation($"t{r.Token}", r.LeftMinor is { } left ? new Money(left, "CNY") : null), $"t{r.Token}"),
                    _ => throw new InvalidOperationException(),
                };
                var decision = Reservation(Customers.Full, held, command, Customers.Today);
                held = decision.Events.Aggregate(held, (h, e) => h.Evolve((CommonEvent)e));
                switch (act)
                {
                    case Take t when !book.ContainsKey(token):
                        var fits = t.Currency == "CNY" && book.Values.Sum() + t.Minor <= 1_000_00;
                        Assert.Equal(fits, decision.Refusal is null);
                        if (fits)
                            book[token] = t.Minor;
                        break;
                    case Release r when book.TryGetValue(token, out var open):
                        if (r.LeftMinor is not > 0 && !(r.LeftMinor == 0 && open == 0))
                            book.Remove(token);
                        else
                            book[token] = Math.Min(open, r.LeftMinor!.Value);
                        break;
                }
                Assert.Equal(book.Values.Sum(), held.SumOf("credit"));
                Assert.InRange(held.SumOf("credit"), 0, 1_000_00);
            }
        });

    [Fact]
    public void No_command_to_the_customer_frees_what_a_contract_holds_and_no_hold_passes_the_limit_of_its_day() =>
        AnyAct.Array[1, 80].Sample(acts =>
        {
            var (state, held, today) = (Customers.Full, GrantedReservations.None, Customers.Today);
            var version = 7;
            foreach (var act in acts)
            {
                var before = held.SumOf("credit");
                if (act is Command c)
                {
                    today = today.AddDays(c.DaysLater);
                    (state, version) = Step(state, c, held, today, version);
                    Assert.Equal(before, held.SumOf("credit"));
                    continue;
                }
                var command = act is Take t
                    ? (ReservationCommand)new TakeReservation("credit", $"t{t.Token}", "contract/CT", new(t.Minor, t.Currency))
                    : new ReleaseReservation($"t{((Release)act).Token}");
                var decision = Reservation(state, held, command, today);
                held = decision.Events.Aggregate(held, (h, e) => h.Evolve((CommonEvent)e));
                if (decision.Events.OfType<ReservationGranted>().Any())
                {
                    var credit = state.File!.Credit!;
                    Assert.True(held.SumOf("credit") <= credit.Line!.Limit.MinorUnits);
                    Assert.True(credit.Line.ValidUntil >= today && credit.Suspended is null);
                    Assert.Equal(DiligenceStanding.Current, state.File.Diligence!.StandingOn(today));
                }
                // One currency throughout, or the sum would mean nothing.
                Assert.True(held.Here.Select(h => h.Amount!.Value.Currency).Distinct().Count() <= 1);
            }
        });

    [Fact]
    public void The_same_events_give_the_same_customer_also_through_a_checkpoint() =>
        AnyAct.Where(a => a is Command).Array[1, 60].Sample(acts =>
        {
            var (state, version) = (Customer.None.Evolve(new CustomerRegistered(new("A")), World.Now), 1);
            var events = new List<(CustomerEvent Event, DateTimeOffset At)>();
            var today = Customers.Today;
            foreach (var act in acts.Cast<Command>())
            {
                today = today.AddDays(act.DaysLater);
                (state, version) = Step(state, act, GrantedReservations.None, today, version, events);
            }
            var again = Customer.None.Evolve(new CustomerRegistered(new("A")), World.Now);
            foreach (var (happened, at) in events)
            {
                var stored = CustomerKind.Kind.Read(happened.GetType().Name, SubjectKind<Customer, CustomerEvent>.Write(happened));
                again = again.Evolve((CustomerEvent)stored, at);
                var head = CustomerKind.Kind.Serialize(new SubjectRecord<Customer> { State = again });
                again = ((SubjectRecord<Customer>)CustomerKind.Kind.Deserialize(head)).State;
            }
            Assert.Equal(Same.Text(state), Same.Text(again));
        });

    [Fact]
    public void A_command_that_was_carried_out_changes_nothing_when_its_effect_is_there() =>
        Gen.Select(AnyAct.Where(a => a is Command).Array[0, 30], AnyCommand.Where(c => c is not RecordFollowUp and not GrantCredit and not Recycle)).Sample((acts, last) =>
        {
            var (state, version) = (Customers.Full, 7);
            foreach (var act in acts.Cast<Command>())
                (state, version) = Step(state, act with { DaysLater = 0 }, GrantedReservations.None, Customers.Today, version);
            var command = new Command(last, "S-001", Duties.Manager | Duties.Legal | Duties.Grid, 0);
            (state, version) = Step(state, command, GrantedReservations.None, Customers.Today, version);
            var (after, _) = Step(state, command, GrantedReservations.None, Customers.Today, version);
            Assert.Equal(Same.Text(state), Same.Text(after));
        });

    private static (Customer State, int Version) Step(
        Customer state, Command c, GrantedReservations held, DateOnly today, int version, List<(CustomerEvent, DateTimeOffset)>? events = null)
    {
        var at = new DateTimeOffset(today.ToDateTime(new(10, 0)), TimeSpan.Zero);
        var decision = CustomerRules.Decide("C-100", state, c.Sent, new(version, at, today, c.Actor, c.Duties),
            new(held, PoolPolicy.Default, null, World.Salesperson(c.Sent is AssignOwner a ? a.SalespersonId : c.Actor)));
        foreach (var happened in decision.Events)
        {
            state = state.Evolve(happened, at);
            version++;
            events?.Add((happened, at));
        }
        return (state, version);
    }

    private static Decision<SubjectEvent> Reservation(Customer state, GrantedReservations held, ReservationCommand command, DateOnly today)
    {
        var request = Customers.Request("S-001", Duties.Grid) with { Today = today };
        return ReservationRules.Decide("customer/C-100", held, null, null, null, command, wanted => CreditRules.Admit("C-100", state, wanted, held, request), request);
    }
}
