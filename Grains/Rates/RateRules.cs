using System.Collections.Immutable;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Rates.RateEvent>;

namespace SalesGrid.Rates;

/// <summary>The rules of exchange rates: one states them, another approves. Pure.</summary>
public static class RateRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, CompanyRates current, RateCommand command, DecisionContext request)
    {
        if (id != RateCommand.Company)
            return Validation.Invalid("id", $"汇率编号为 {RateCommand.Company}", $"the id of the rates is {RateCommand.Company}");
        return command switch
        {
            StateRates c => State(current, c, request),
            ApproveRates c => Approve(current, c, request),
            RejectRates c => Reject(current, c, request),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Decision State(CompanyRates current, StateRates command, DecisionContext request)
    {
        if (Refusal.All(
                PlausibleDays.Within("validFrom", command.ValidFrom, request.Today.AddDays(-StateRates.DaysBackMax), request.Today.AddYears(1)),
                Validation.Required("source", command.Source),
                Check(command.Rates),
                request.HasAny(Duties.Finance) ? null : ControlPoints.RatesMustHaveDuty.Refuse().Needing(by: Who.Finance)) is { } refusal)
            return refusal;
        return current.Waiting is { } waiting && SubjectId.Same(waiting.By, request.Actor) && waiting.ValidFrom == command.ValidFrom
            && waiting.Source == command.Source && waiting.Rates.SequenceEqual(command.Rates)
            ? Decision.Nothing
            : Decision.Record(new RatesStated(current.Number + 1, command.ValidFrom, command.Rates, command.Source, request.Actor));
    }

    private static Refusal? Check(ImmutableArray<ExchangeRate> rates)
    {
        if (rates.IsDefaultOrEmpty || rates.Length > StateRates.RatesMax)
            return Validation.Invalid("rates", $"须有 1 到 {StateRates.RatesMax} 项", $"1 to {StateRates.RatesMax}");
        Refusal? found = null;
        var pairs = new HashSet<(string, string)>();
        for (var i = 0; i < rates.Length; i++)
            found = Refusal.All(found, Check($"rates[{i}]", rates[i], pairs));
        return found;
    }

    private static Refusal? Check(string field, ExchangeRate? rate, HashSet<(string, string)> pairs) => rate is null
        ? Validation.Invalid(field, "不能为空", "it must not be empty")
        : Refusal.All(
            Validation.Currency($"{field}.from", rate.From),
            Validation.Currency($"{field}.to", rate.To),
            rate.Rate is < 1 / StateRates.RateMax or > StateRates.RateMax ? Validation.Invalid($"{field}.rate", "须为合理的正数", "it must be a plausible number above 0") : null,
            rate.From == rate.To ? Validation.Invalid($"{field}.to", "须为另一货币", "it must be another currency") : null,
            // A pair the other way round would be a second answer to one question.
            pairs.Contains((rate.To, rate.From)) || !pairs.Add((rate.From, rate.To)) ? Validation.Invalid(field, "同一货币对只能出现一次", "each pair may appear once") : null);

    private static Decision Approve(CompanyRates current, ApproveRates command, DecisionContext request)
    {
        return Refusal.All(
                CheckDeciding(current, command.Number, request),
                current.Waiting is { } waiting && waiting.Number == command.Number && SubjectId.Same(waiting.By, request.Actor) ? ControlPoints.RatesMustBeApprovedByAnother.Refuse() : null) is { } refusal
            ? refusal
            : Decision.Record(new RatesApproved(command.Number, request.Actor));
    }

    private static Decision Reject(CompanyRates current, RejectRates command, DecisionContext request) =>
        Refusal.All(Validation.Required("reason", command.Reason, Validation.MaxTextLength), CheckDeciding(current, command.Number, request)) is { } refusal
            ? refusal
            : Decision.Record(new RatesRejected(command.Number, command.Reason, request.Actor));

    private static Refusal? CheckDeciding(CompanyRates current, int number, DecisionContext request) =>
        Refusal.All(
            request.HasAny(Duties.Finance | Duties.Controller) ? null : ControlPoints.RatesMustHaveDuty.Refuse(),
            current.Waiting?.Number == number ? null : ControlPoints.RatesMustBeWaiting.RefuseField("number", number).Needing(number, current.Waiting?.Number));
}
