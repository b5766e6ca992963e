using System.Collections.Immutable;
using SalesGrid.Processes;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// What is put on record of a deal beyond its facts.
public static partial class OpportunityRules
{
    private const int MaxPlanLength = 1_000;
    private const int MaxMotiveLength = 500;
    private const decimal MaxQuantity = 1_000_000_000;

    private static Decision Evaluate(Opportunity current, EvaluateOpportunity command, ProcessDefinition process, OpportunityContext context)
    {
        if (process.Evaluation.IsEmpty)
            return ControlPoints.ProcessMustHaveCard.Refuse(process.Id);
        if (Refusal.All(
                CheckList("scores", command.Scores, process.Evaluation.Length, score => score?.Code is { Length: > 0 }),
                Validation.Optional("note", command.Note, Validation.MaxTextLength),
                !command.Scores.IsDefault && command.Scores.Any(s => s?.Score is < 0 or > EvaluationCriterion.MaxScore)
                    ? Validation.Invalid("scores", $"每项须在 0 与 {EvaluationCriterion.MaxScore} 之间", $"each lies between 0 and {EvaluationCriterion.MaxScore}")
                    : null) is { } malformed)
            return malformed;
        var scores = new CriterionScore[process.Evaluation.Length];
        var total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var criterion = process.Evaluation[i];
            if (command.Scores.FirstOrDefault(s => s.Code == criterion.Code) is not { } score)
                return Incomplete(process);
            scores[i] = score;
            total += criterion.WeightPercent * score.Score;
        }
        // As many as there are, each of them found: none is there twice, and none is foreign.
        if (command.Scores.Length != scores.Length)
            return Incomplete(process);
        return current.File?.Evaluation is { } card && command.Note is null && SubjectId.Same(card.By, context.Request.Actor) && card.Scores.SequenceEqual(scores)
            ? Decision.Nothing
            : Decision.Record(new OpportunityEvaluated(scores, total, command.Note, context.Request.Actor));
    }

    private static Refusal Incomplete(ProcessDefinition process) =>
        ControlPoints.CardMustBeComplete.RefuseField("scores", string.Join(", ", process.Evaluation.Select(c => c.Code)));

    private static Decision Map(Opportunity current, MapPerson command, OpportunityContext context)
    {
        if (command.Person is not { } person)
            return Validation.Required("person", null)!;
        var file = current.File ?? DealDetails.None;
        var known = file.Person(person.Id);
        if (Refusal.All(
                Validation.RequiredId("person.id", person.Id),
                Validation.Required("person.name", person.Name),
                Validation.Required("person.role", person.Role),
                Enum.IsDefined(person.Stance) ? null : Validation.Invalid("person.stance", "没有这种立场", "there is no such stance"),
                person.Influence is < 1 or > 5 ? Validation.Invalid("person.influence", "须在 1 与 5 之间", "it lies between 1 and 5") : null,
                Validation.Optional("person.motive", person.Motive, MaxMotiveLength),
                PlausibleDays.Happened("person.lastContactOn", person.LastContactOn, context.Today, PlausibleDays.DocumentYearsBack),
                CheckContact("person.contactId", person.ContactId, context),
                CheckRole(person.Role),
                known is null && file.Persons.Length >= DealDetails.MaxPersons ? ControlPoints.PersonsMustBeFew.Refuse(DealDetails.MaxPersons) : null) is { } refusal)
            return refusal;
        return known == person ? Decision.Nothing : Decision.Record(new PersonMapped(person));
    }

    private static Refusal? CheckRole(string role) => string.IsNullOrWhiteSpace(role) || BuyingRoles.All.ContainsKey(role)
        ? null
        : ControlPoints.RoleMustBeKnown.RefuseField("person.role", role, string.Join(", ", BuyingRoles.All.Keys.Order(StringComparer.Ordinal)));

    private static Decision Remove(Opportunity current, RemovePerson command)
    {
        if (Validation.RequiredId("personId", command.PersonId) is { } refusal)
            return refusal;
        return current.File?.Person(command.PersonId) is null
            ? ControlPoints.PersonMustBeMapped.RefuseField("personId", command.PersonId)
            : Decision.Record(new PersonRemoved(command.PersonId));
    }

    private static Decision Plan(Opportunity current, PlanNextStep command, OpportunityContext context)
    {
        if (Refusal.All(
                Validation.Required("nextStep", command.NextStep),
                PlausibleDays.Until("nextStepOn", command.NextStepOn, context.Today, PlausibleDays.PlanYearsAhead),
                command.NextStepOn < context.Today ? Validation.Invalid("nextStepOn", "不能早于今天", "it must not have passed") : null,
                Validation.Optional("plan", command.Plan, MaxPlanLength)) is { } refusal)
            return refusal;
        var planned = new NextStep(command.Plan ?? current.File?.Next?.Plan, command.NextStep, command.NextStepOn);
        return planned == current.File?.Next
            ? Decision.Nothing
            : Decision.Record(new NextStepPlanned(planned.Plan, planned.Step, planned.On));
    }

    private static Decision Name(Opportunity current, NameCompetitors command)
    {
        if (CheckList("names", command.Names, DealDetails.MaxCompetitors, name => Validation.Required("names", name) is null) is { } refusal)
            return refusal;
        var names = command.Names.Distinct(IdentityText.Comparer).ToArray();
        return names.SequenceEqual(current.File?.Competitors ?? [], StringComparer.Ordinal)
            ? Decision.Nothing
            : Decision.Record(new CompetitorsNamed(names));
    }

    private static Decision Set(Opportunity current, SetProductLines command, OpportunityContext context)
    {
        if (CheckList("lines", command.Lines, DealDetails.MaxLines, line => line is not null
                && Validation.Required("product", line.Product) is null
                && line.Quantity is > 0 and <= MaxQuantity
                && decimal.Truncate(line.Quantity * 1_000) == line.Quantity * 1_000
                && Validation.OptionalAmount("amount", line.Amount) is null) is { } refusal)
            return refusal;
        if (CheckLines(current, command.Lines, context) is { } notSold)
            return notSold;
        return command.Lines.SequenceEqual(current.File?.Lines ?? [])
            ? Decision.Nothing
            : Decision.Record(new ProductLinesSet([.. command.Lines]));
    }

    private static Decision Forecast(Opportunity current, ForecastOpportunity command)
    {
        if (!Enum.IsDefined(command.Category))
            return Validation.Invalid("category", "须为 pipeline、bestCase、commit 或 omitted", "it must be pipeline, bestCase, commit or omitted");
        return command.Category == current.File?.Forecast ? Decision.Nothing : Decision.Record(new ForecastMade(command.Category));
    }

    private static Decision Note(Opportunity current, NoteDocument command, OpportunityContext context)
    {
        if (Refusal.All(
                context.Request.HasAny(Duties.Grid) ? null : ControlPoints.OnlyGridMayNote.Refuse(),
                Validation.RequiredId("id", command.Id),
                Enum.IsDefined(command.Kind) ? null : Validation.Invalid("kind", "没有这种单据", "there is no such document")) is { } refusal)
            return refusal;
        var noted = current.File?.Documents.Contains(new(command.Kind, command.Id)) ?? false;
        return noted == command.Stands ? Decision.Nothing : Decision.Record(new DocumentNoted(command.Kind, command.Id, command.Stands));
    }

    /// <summary>A refusal unless a list is there, short enough and all its items good; it names each that is not.</summary>
    private static Refusal? CheckList<T>(string field, ImmutableArray<T> items, int max, Func<T, bool> isGood)
    {
        if (items.IsDefault)
            return Validation.Required(field, null);
        if (items.Length > max)
            return Validation.Invalid(field, $"最多 {max} 项", $"at most {max} items");
        Refusal? found = null;
        for (var i = 0; i < items.Length; i++)
        {
            if (!isGood(items[i]))
                found = Refusal.All(found, Validation.Invalid($"{field}[{i}]", "内容无效", "it is not a good one"));
        }
        return found;
    }
}
