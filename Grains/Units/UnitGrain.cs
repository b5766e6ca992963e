using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Units;

/// <inheritdoc cref="IUnitGrain"/>
/// <remarks>
/// Whatever changes the tree is decided by the company alone, one after the other, on the whole tree: so it stays one however many ask at
/// once. The unit asks it while it carries out its own command and then records what the company says. Should it fall in between, the
/// company tells it.
/// </remarks>
[GrainType("unit"), BucketPlacement]
public sealed class UnitGrain(SubjectServices services, SiloUnits units, IUnitPeople people)
    : SubjectGrain<Unit, UnitEvent, UnitCommand>(UnitSubjects.Kind, services), IUnitGrain
{
    /// <summary>Most units told in one go; the rest at the next wake-up.</summary>
    private const int TellMax = 256;

    /// <summary>Most people told side by side.</summary>
    private const int PeopleAtOnce = 32;

    private int asked;

    private bool IsCompany => Id == UnitCommand.Company;

    /// <inheritdoc/>
    public async Task<UnitView?> Get()
    {
        var record = await Current();
        if (View(Id, record, Today) is not { } view)
            return null;
        var tree = await units.Lately(null);
        // A reorganisation is in the tree before its units have recorded it.
        if (record.State.Entry is { } known && tree.Find(Id) is { } entry && entry.Revision > known.Revision)
            view = View(view, entry.On(Today));
        return view with { Above = [.. tree.PathOn(Id, Today).Skip(1).Select(u => u.Id)] };
    }

    /// <inheritdoc/>
    public async Task<UnitTree?> Tree(int known)
    {
        var record = await Current();
        return IsCompany && record.State.TreeVersion != known ? TreeOf(record) : null;
    }

    /// <inheritdoc/>
    public async Task<ReorganisationPreview> PreviewReorganisation(Reorganise command, Envelope envelope)
    {
        var record = await Current();
        var (at, today) = (Services.Time.GetUtcNow(), Today);
        var request = new DecisionContext(record.Version, at, today, envelope.Actor, envelope.Duties) { Inputs = new(GrainFactory, record), IsQuestion = true };
        var tree = record.State.Tree();
        var refusal = (await Can(command, envelope)).Refusal;
        var outcome = ReorganisationRules.CheckShape(command, today) is null ? ReorganisationRules.Decide(tree, command, request, await FactsFor(command, request)) : null;
        return new(command.EffectiveOn is { } on && on > today ? on : today, refusal ?? outcome?.Refusal, tree, outcome?.After ?? tree);
    }

    /// <inheritdoc/>
    // A unit lies where it is, and where it is to be.
    protected override async ValueTask<bool> LiesWithin(Unit current, UnitCommand command, ImmutableArray<string> units, DateOnly today, Inputs inputs)
    {
        if (command is Reorganise reorganise)
            return await LiesWithin(reorganise, units, today, inputs);
        var to = command switch { CreateUnit c => c.Parent ?? UnitCommand.Company, MoveUnit c => c.Parent, _ => null };
        return (to is null || await Services.Organisation.IsUnitWithin(to, units, today, inputs))
            && (command is CreateUnit || await Services.Organisation.IsUnitWithin(Id, units, today, inputs));
    }

    /// <summary>The unit as seen from outside; null when there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="record">Its record.</param>
    /// <param name="today">The business day; null to leave a planned move planned.</param>
    public static UnitView? View(string id, SubjectRecord<Unit> record, DateOnly? today)
    {
        var entry = id == UnitCommand.Company ? record.State.Tree().Company : record.State.Entry;
        if (entry is null)
            return null;
        var now = today is { } day ? entry.On(day) : entry;
        return View(new() { Id = id, Version = record.Version, Name = now.Name, Kind = now.Kind, People = record.Granted?.Count ?? 0 }, now);
    }

    private static UnitView View(UnitView view, UnitEntry entry) => view with
    {
        Name = entry.Name,
        Kind = entry.Kind,
        Parent = entry.Parent,
        Planned = entry.Planned,
        HeadId = entry.HeadId,
        PlannedHead = entry.PlannedHead,
        Closed = entry.Closed,
    };

    /// <summary>True where everything a reorganisation touches lies within some units: each unit, what it is to lie in, and each person with where they are to be.</summary>
    private async ValueTask<bool> LiesWithin(Reorganise command, ImmutableArray<string> within, DateOnly today, Inputs inputs)
    {
        if (command.Moves.IsDefaultOrEmpty || command.Moves.Length > Reorganise.MovesMax)
            return false;
        foreach (var move in command.Moves)
        {
            if (move is null || !SubjectId.IsValid(move.Unit) || !await Services.Organisation.IsUnitWithin(move.Unit, within, today, inputs)
                || (move.Parent is { } parent && !await Services.Organisation.IsUnitWithin(parent, within, today, inputs))
                || (move.Person is { } person && !await Services.Organisation.IsWithin(person, within, today, inputs)))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    protected override async ValueTask<Decision<UnitEvent>> Decide(string id, Unit current, UnitCommand command, DecisionContext request) =>
        UnitRules.Decide(id, current, command, request, await ContextOf(current, command, request));

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<Unit> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        // On this silo at once; the others ask before long.
        if (IsCompany && events.Any(e => e is TreeChanged or Reorganised))
            units.Adopt(TreeOf(record));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Unit> record, Func<Command, string, Task<Receipt>> send)
    {
        if (record.State.ClosingSince is not null)
            await GoOnClosing(record.State, send);
        if (record.State.Untold.IsEmpty && record.State.Placed.IsEmpty)
            return;
        // Who is to be told may be waiting for this very company.
        if (IsWithinTurn)
        {
            WakeSoon();
            return;
        }
        await TellUnits(record.State, send);
        await TellPeople(record.State, send);
    }

    private async ValueTask<UnitContext> ContextOf(Unit current, UnitCommand command, DecisionContext request)
    {
        if (IsCompany && command is Reorganise reorganise)
            return new() { People = await FactsFor(reorganise, request) };
        if (IsCompany)
        {
            var change = command as ChangeTree ?? UnitRules.ChangeOf(Id, command);
            return change is null ? UnitContext.None : new()
            {
                Facts = new(
                    change.HeadId is null ? null : await people.Find(change.HeadId, request.Today, request.Inputs),
                    change.What is UnitChange.Moved or UnitChange.HeadSet ? (await people.Find(request.Actor, request.Today, request.Inputs))?.Unit : null),
            };
        }
        if (UnitRules.ChangeOf(Id, command) is not { } wanted || UnitRules.WhyNotAsked(Id, current, command) is not null)
            return UnitContext.None;
        var inputs = request.Inputs;
        var members = inputs.Own<Unit>().Granted?.Count ?? 0;
        // Asked as a question first: what is refused is recorded at the unit the command was sent to, and there alone.
        if ((await inputs.Can(UnitCommand.CompanySubject, wanted, Envelope.ByGrid("can", request.Actor))).Refusal is { } refused)
            return new() { Refused = refused, Members = members };
        if (command is CloseUnit || (request.IsQuestion && !inputs.IsPast))
            return new() { Members = members };
        // Asked again what was decided, the company is as it was once it had done its part.
        if (!inputs.IsPast && (await inputs.Have(UnitCommand.CompanySubject, wanted, Ask(request.Actor))).Refusal is { } late)
            return new() { Refused = late };
        return new() { Entry = (await units.Now(inputs)).Find(Id) };
    }

    /// <summary>What a reorganisation must know of those it names, and of its sender.</summary>
    private async ValueTask<ReorganisationFacts> FactsFor(Reorganise command, DecisionContext request)
    {
        if (ReorganisationRules.CheckShape(command, request.Today) is not null)
            return new();
        var named = command.Moves.SelectMany(m => new[] { m.Person, m.HeadId }).OfType<string>().Distinct(SubjectId.Comparer);
        var found = await Task.WhenAll(named.Select(id => people.Find(id, request.Today, request.Inputs)));
        return new()
        {
            People = found.OfType<UnitPerson>().ToImmutableDictionary(p => p.Id, SubjectId.Comparer),
            SendersUnit = (await people.Find(request.Actor, request.Today, request.Inputs))?.Unit,
            SendersUnitThen = (await people.Find(request.Actor, command.EffectiveOn ?? request.Today, request.Inputs))?.Unit,
        };
    }

    private static UnitTree TreeOf(SubjectRecord<Unit> company) => company.State.Tree() with { ReadFrom = company.Version };

    private ISubject Company => Other(UnitCommand.CompanySubject);

    // Every change is idempotent by its content: an id of its own each time, so that a receipt of long ago never answers.
    private Envelope Ask(string actor) => Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"{GrainContext.ActivationId}-{++asked}"), actor);

    private async Task GoOnClosing(Unit unit, Func<Command, string, Task<Receipt>> send)
    {
        var receipt = await Company.Do(new ChangeTree(Id, UnitChange.Closed), Ask(unit.ClosingBy ?? Envelope.GridActor));
        if (receipt.Refusal is { Kind: RefusalKind.Busy } busy)
            throw new InvalidOperationException($"The company could not be asked to close {Subject}: {busy.ControlPoint}.");
        if (receipt.Refusal is { } refusal)
            await send(new KeepUnitOpen(refusal.ControlPoint), "open");
        else if ((await units.Now(null)).Find(Id) is { } closed)
            await send(new NoteUnit(closed, UnitChange.Closed), "closed");
    }

    private async Task TellUnits(Unit company, Func<Command, string, Task<Receipt>> send)
    {
        var now = Services.Time.GetUtcNow();
        var tree = company.Tree();
        var told = ImmutableArray.CreateBuilder<ToldUnit>();
        foreach (var untold in company.Untold.Where(u => u.From <= now).Take(TellMax))
        {
            var entry = tree.Find(untold.Unit)!;
            var receipt = await Other(UnitSubjects.Kind.SubjectOf(untold.Unit)).Do(new NoteUnit(entry, untold.What),
                Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"tree:{entry.Revision}"), untold.By ?? Envelope.GridActor));
            if (receipt.Refusal is not { Kind: RefusalKind.Busy })
                told.Add(new(untold.Unit, untold.Revision));
        }
        if (told.Count > 0)
            await send(new NoteTold(told.ToImmutable()), "told");
    }

    private async Task TellPeople(Unit company, Func<Command, string, Task<Receipt>> send)
    {
        foreach (var some in company.Placed.Take(TellMax).Chunk(PeopleAtOnce))
        {
            var told = some.Select(people.Tell).ToArray();
            // Whoever cannot be told just now keeps nobody else waiting, and is told at a later wake-up.
            await ((Task)Task.WhenAll(told)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            ImmutableArray<KnownPlacing> known = [.. some.Where((_, i) => told[i] is { IsCompletedSuccessfully: true, Result: true }).Select(p => new KnownPlacing(p.Person, p.Number))];
            if (known.Length > 0)
                await send(new NotePlaced(known), string.Create(CultureInfo.InvariantCulture, $"placed:{known[0].Person}:{known[0].Number}:{known.Length}"));
        }
    }
}
