using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Catalogues;
using SalesGrid.Products;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.PriceLists.PriceListEvent>;

namespace SalesGrid.PriceLists;

/// <summary>The rules of a price list. Pure: the same arguments always give the same answer.</summary>
public static class PriceListRules
{
    /// <summary>Duties any one of which lets somebody draw up and approve prices.</summary>
    public const Duties Setters = Duties.ProcessOwner | Duties.Finance;

    private static readonly ImmutableArray<Duties> SingleDuties =
        [Duties.Manager, Duties.Finance, Duties.Legal, Duties.Controller, Duties.ProcessOwner, Duties.People];

    /// <summary>Decides a command.</summary>
    /// <param name="id">The price list.</param>
    /// <param name="current">Its state.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    /// <param name="products">The products the command names; null where nobody has looked.</param>
    public static Decision Decide(string id, PriceList current, PriceListCommand command, DecisionContext request, Named<ProductView>? products = null)
    {
        Decision decision = command switch
        {
            DraftPriceList c => Draft(current, c, request, products),
            _ when current.Draft is null => ControlPoints.PriceDraftMustBeOpen.Refuse(id),
            AddPrices c => Add(current, current.Draft, c, request, products),
            ApprovePriceList c => Approve(current.Draft, c, request),
            RejectPriceList c => Validation.Required("reason", c.Reason, Validation.MaxTextLength) is { } refusal
                ? refusal
                : Decision.Record(new PricesRejected(current.Draft.Number, current.Draft.Revision, c.Reason, request.Actor)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
        return decision.Unless(request.HasAny(Setters) ? null : ControlPoints.PricesMustBeSetByDuty.Refuse());
    }

    /// <summary>The products a command names, which need not be sold; empty for other commands.</summary>
    public static ImmutableArray<string> ProductsNamedIn(PriceListCommand command) => command switch
    {
        DraftPriceList { Lines.IsDefaultOrEmpty: false } c => [.. c.Lines.Select(l => l.Product)],
        AddPrices { Lines.IsDefaultOrEmpty: false } c => [.. c.Lines.Select(l => l.Product)],
        _ => [],
    };

    private static Decision Draft(PriceList current, DraftPriceList command, DecisionContext request, Named<ProductView>? products)
    {
        var bands = command.ApprovalBands ?? [];
        var inCurrency = Currencies.IsValid(command.Currency);
        var (lines, badLines) = inCurrency ? Read(command.Lines, command.Currency) : ([], null);
        if (Refusal.All(
                Validation.Required("name", command.Name),
                Validation.Currency("currency", command.Currency),
                command.ApprovalHours is < 1 or > PriceListLimits.ApprovalHoursMax
                    ? Validation.Invalid("approvalHours", $"须在 1 与 {PriceListLimits.ApprovalHoursMax} 之间", $"1 to {PriceListLimits.ApprovalHoursMax}")
                    : null,
                CheckBands(bands),
                badLines,
                badLines is null ? CheckProducts(command.Lines, products) : null) is { } malformed)
            return malformed;
        var content = new PriceContent(command.Currency, lines, bands, command.ApprovalHours);
        return IfSmall(current, new PricesDrafted(
            current.Draft?.Number ?? current.LastNumber + 1, (current.Draft?.Revision ?? 0) + 1, command.Name, content, request.Actor));
    }

    private static Decision Add(PriceList current, PriceDraft draft, AddPrices command, DecisionContext request, Named<ProductView>? products)
    {
        var (lines, refusal) = Read(command.Lines, draft.Content.Currency);
        if (refusal is not null)
            return refusal;
        if (lines.IsEmpty)
            return Validation.Invalid("lines", "不能为空", "it must not be empty");
        if (CheckProducts(command.Lines, products) is { } unknown)
            return unknown;
        return PriceList.Merge(draft.Content.Lines, lines).Length > PriceListLimits.LinesMax
            ? TooMany()
            : IfSmall(current, new PricesAdded(draft.Revision + 1, lines, request.Actor));
    }

    private static Decision Approve(PriceDraft draft, ApprovePriceList command, DecisionContext request)
    {
        return Refusal.All(
                PlausibleDays.Until("effectiveFrom", command.EffectiveFrom, request.Today, PlausibleDays.PlanYearsAhead),
                command.Revision is { } read && read != draft.Revision
                    ? ControlPoints.PriceDraftMustBeAsRead.RefuseField("revision", draft.Revision, read).Needing(read, draft.Revision)
                    : null,
                draft.Authors.Contains(request.Actor, SubjectId.Comparer) ? ControlPoints.PricesMustBeApprovedByAnother.Refuse() : null,
                command.EffectiveFrom < request.Today
                    ? ControlPoints.PricesMustNotBeBackdated.RefuseField("effectiveFrom", $"{command.EffectiveFrom:yyyy-MM-dd}", $"{request.Today:yyyy-MM-dd}").Needing(command.EffectiveFrom, request.Today)
                    : null,
                draft.Content.Lines.IsEmpty ? Validation.Invalid("lines", "价格表没有产品", "the draft has no products") : null) is { } refusal
            ? refusal
            : Decision.Record(new PricesApproved(draft.Number, draft.Revision, command.EffectiveFrom, request.Today, request.Actor));
    }

    private static Decision IfSmall(PriceList current, PriceListEvent happened)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(current.Evolve(happened), GridJson.Options).Length;
        return bytes > PriceListLimits.StateBytesMax
            ? ControlPoints.PriceListMustBeSmall.Refuse(bytes, PriceListLimits.StateBytesMax)
            : Decision.Record(happened);
    }

    private static Refusal TooMany() =>
        Validation.Invalid("lines", $"最多 {PriceListLimits.LinesMax} 个产品", $"at most {PriceListLimits.LinesMax} products");

    private static (ImmutableArray<PriceLine> Lines, Refusal? Refusal) Read(ImmutableArray<PriceEntry> entries, string currency)
    {
        if (entries.Length > PriceListLimits.LinesMax)
            return ([], TooMany());
        var lines = ImmutableArray.CreateBuilder<PriceLine>(entries.Length);
        var seen = new HashSet<string>(IdentityText.Comparer);
        Refusal? found = null;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is not { } entry)
            {
                found = Refusal.All(found, Validation.Invalid($"lines[{i}]", "不能为 null", "it must not be null"));
                continue;
            }
            var (list, floor, cost) = (Minor(entry.ListPrice, currency), Minor(entry.FloorPrice, currency), entry.UnitCost is { } c ? Minor(c, currency) : null);
            if (Refusal.All(
                    Validation.Required($"lines[{i}].product", entry.Product),
                    Validation.Required($"lines[{i}].name", entry.Name),
                    list is null ? BadPrice(i, "listPrice") : null,
                    floor is null ? BadPrice(i, "floorPrice") : null,
                    entry.UnitCost is not null && cost is null ? BadPrice(i, "unitCost") : null,
                    seen.Add(entry.Product ?? "") ? null : Validation.Invalid($"lines[{i}].product", "产品重复", "the product comes twice"),
                    floor > list ? ControlPoints.FloorMustNotExceedList.RefuseField($"lines[{i}].floorPrice", entry.Product) : null) is { } refusal)
                found = Refusal.All(found, refusal);
            else
                lines.Add(new(entry.Product!, entry.Name, list!.Value, floor!.Value, cost));
        }
        return found is null ? (lines.MoveToImmutable(), null) : ([], found);
    }

    private static Refusal? CheckProducts(ImmutableArray<PriceEntry> entries, Named<ProductView>? products)
    {
        if (products is not { IsInForce: true })
            return null;
        Refusal? found = null;
        for (var i = 0; i < entries.Length; i++)
        {
            if (ProductNames.CheckKnown($"lines[{i}].product", entries[i].Product, products) is { } unknown)
                found = Refusal.All(found, unknown);
        }
        return found;
    }

    private static long? Minor(decimal major, string currency) =>
        major >= 0 && Currencies.FromMajor(major, currency) is { } money ? money.MinorUnits : null;

    private static Refusal BadPrice(int line, string field) =>
        Validation.Invalid($"lines[{line}].{field}", "须为该货币的非负金额", "it must be an amount of the currency, 0 or more");

    private static Refusal? CheckBands(ImmutableArray<ApprovalBand> bands)
    {
        if (bands.Length > PriceListLimits.BandsMax)
            return Validation.Invalid("approvalBands", $"最多 {PriceListLimits.BandsMax} 档", $"at most {PriceListLimits.BandsMax}");
        Refusal? found = null;
        for (var i = 0; i < bands.Length; i++)
            found = Refusal.All(found, CheckBand($"approvalBands[{i}]", bands[i], bands.AsSpan(0, i)));
        return found;
    }

    private static Refusal? CheckBand(string field, ApprovalBand? band, ReadOnlySpan<ApprovalBand> before)
    {
        if (band is not { Approvers.IsDefault: false })
            return Validation.Invalid(field, "不能为 null", "it must not be null");
        var isTwice = false;
        foreach (var other in before)
            isTwice |= other?.FromBasisPoints == band.FromBasisPoints;
        return Refusal.All(
            isTwice || band.FromBasisPoints is < 0 or > 10_000
                ? Validation.Invalid($"{field}.fromBasisPoints", "须在 0 与 10000 之间且不重复", "0 to 10,000, each once")
                : null,
            Enum.IsDefined(band.Mode) ? null : Validation.Invalid($"{field}.mode", "须为 sequence、all 或 any", "sequence, all or any"),
            band.Approvers.Length is < 1 or > PriceListLimits.ApproversMax || band.Approvers.Any(a => !IsOneWay(a))
                ? Validation.Invalid($"{field}.approvers", $"须有 1 到 {PriceListLimits.ApproversMax} 项,每项为上级级数或一项职责",
                    $"1 to {PriceListLimits.ApproversMax}, each a number of manager levels or one duty")
                : null);
    }

    private static bool IsOneWay(ApproverRule? approver) => approver switch
    {
        { ManagerLevels: >= 1 and <= PriceListLimits.ManagerLevelsMax, Duty: null } => true,
        { ManagerLevels: null, Duty: { } duty } => SingleDuties.Contains(duty),
        _ => false,
    };
}
