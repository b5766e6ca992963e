using System.Collections.Immutable;
using SalesGrid.Kpis;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <summary>What an opportunity contributes to lists and KPIs.</summary>
public static class OpportunityFactSource
{
    /// <summary>The facts of opportunities.</summary>
    public static Facts<Opportunity, OpportunityRow> Facts { get; } = new(OpportunitySchema.Schema)
    {
        Write = OpportunityRow.Write,
        Measures = Add,
        Currency = (in row) => row.Currency,
        // Decided, or expected to be.
        PeriodOn = (in row) => row.Status == OpportunityStatus.Open ? row.ExpectedCloseOn : row.ClosedOn,
        Dimensions = new Dictionary<string, DimensionOf<OpportunityRow>>(StringComparer.Ordinal)
        {
            [KpiDimension.Owner] = (in row, _) => row.Attribution.OwnerId,
            [KpiDimension.Team] = (in row, _) => row.Attribution.Team,
            [KpiDimension.Region] = (in row, _) => row.Attribution.Region,
            [KpiDimension.Product] = (in row, _) => row.Product,
            [KpiDimension.Customer] = (in row, _) => row.Customer.Id,
            [KpiDimension.Sector] = (in row, _) => row.Customer.Sector,
            [KpiDimension.City] = (in row, _) => row.Customer.City,
            [KpiDimension.Country] = (in row, _) => row.Customer.Country,
            [KpiDimension.Channel] = (in row, _) => row.Channel,
            [KpiDimension.Source] = (in row, _) => row.Source,
            [KpiDimension.Process] = (in row, _) => row.Stage.Process,
            [KpiDimension.Stage] = (in row, _) => row.Stage.Name,
            [KpiDimension.Status] = (in row, _) => row.Status switch
            {
                OpportunityStatus.Open => "open",
                OpportunityStatus.Won => "won",
                OpportunityStatus.Lost => "lost",
                _ => null,
            },
            [KpiDimension.Forecast] = (in row, _) => row.Forecast switch
            {
                ForecastCategory.Pipeline => "pipeline",
                ForecastCategory.BestCase => "bestCase",
                ForecastCategory.Commit => "commit",
                ForecastCategory.Omitted => "omitted",
                _ => null,
            },
            [KpiDimension.LossReason] = (in row, _) => row.LossReason,
            [KpiDimension.WinReason] = (in row, _) => row.WinReason,
            [KpiDimension.Imported] = (in row, _) => row.Imported ? "true" : "false",
            [KpiDimension.WinOrigin] = (in row, _) => row.WinOrigin switch
            {
                WinOrigin.Own => "own",
                WinOrigin.Imported => "imported",
                WinOrigin.Admitted => "admitted",
                _ => null,
            },
            [KpiDimension.AgeBand] = AgeBand,
            [KpiDimension.StageAgeBand] = (in row, today) => row.Status == OpportunityStatus.Open ? BandOf(today.DayNumber - row.StageSince.DayNumber) : null,
        },
        ByDay = new HashSet<string>([KpiDimension.AgeBand, KpiDimension.StageAgeBand], StringComparer.Ordinal),
        Numbers = new Dictionary<string, OfRow<OpportunityRow, long?>>(StringComparer.Ordinal)
        {
            ["amount"] = (in row) => row.AmountMinor,
            ["openedOn"] = (in row) => row.OpenedOn?.DayNumber,
            ["closedOn"] = (in row) => row.ClosedOn?.DayNumber,
            ["expectedCloseOn"] = (in row) => row.ExpectedCloseOn?.DayNumber,
            ["changedAt"] = (in row) => row.ChangedAtTicks,
        },
        People = new Dictionary<string, IsAmong<OpportunityRow>>(StringComparer.Ordinal)
        {
            [OpportunitySchema.Member] = (in row, person) => row.People is { } people && people.Members.Contains(person, SubjectId.Comparer),
            [OpportunitySchema.Credited] = (in row, person) => row.People is { Credit: { IsEmpty: false } shares }
                ? shares.Any(s => SubjectId.Same(s.Person, person))
                : SubjectId.Same(row.Attribution.OwnerId, person),
        },
        SharedWith = (in row) => row.People is { } people ? [.. people.Members, .. people.Credit.Select(s => s.Person)] : [],
        Credited = (in row) => row.Parts(),
        Shown = (row, today) => row.Shown(today),
    };

    private static void Add(in OpportunityRow row, Span<Int128> sums)
    {
        var amount = row.AmountMinor ?? 0;
        if (row.IsShare)
        {
            sums[3] = amount;
            return;
        }
        switch (row.Status)
        {
            case OpportunityStatus.Open:
                sums[0] = 1;
                sums[4] = amount;
                sums[5] = (Int128)amount * row.Stage.ProbabilityPercent;
                sums[9] = row.StageSince.DayNumber;
                break;
            case OpportunityStatus.Won:
                sums[1] = 1;
                sums[3] = amount;
                if (row is { OpenedOn: { } opened, ClosedOn: { } closed })
                {
                    sums[6] = closed.DayNumber - opened.DayNumber;
                    sums[7] = 1;
                }
                break;
            case OpportunityStatus.Lost:
                sums[2] = 1;
                break;
        }
        sums[8] = row.Slips;
        sums[10] = row.Activities;
        sums[11] = row.Refusals;
    }

    private static string? AgeBand(in OpportunityRow row, DateOnly today) => row.OpenedOn is not { } opened ? null
        : row.Status == OpportunityStatus.Open ? BandOf(today.DayNumber - opened.DayNumber)
        : row.ClosedOn is { } closed ? BandOf(closed.DayNumber - opened.DayNumber)
        : null;

    private static string BandOf(int days) => OpportunitySchema.AgeBands[days switch { <= 30 => 0, <= 90 => 1, <= 180 => 2, <= 365 => 3, _ => 4 }];
}

/// <summary>One opportunity as the projection holds it: what many share is held once, days are four bytes.</summary>
public struct OpportunityRow : IFactRow
{
    private int openedOn, closedOn, expectedCloseOn, stageSince;
    private long amountMinor;
    private byte status, forecast, winOrigin;
    private bool isShare;

    /// <inheritdoc/>
    public string Id { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public long Seq { get; private set; }

    /// <inheritdoc/>
    public int Refusals { get; set; }

    /// <summary>Where in which process it stands.</summary>
    public RowStage Stage { get; private set; }

    /// <summary>Whom it is credited to.</summary>
    public Attribution Attribution { get; private set; }

    /// <summary>Its customer, as known when it was given to it.</summary>
    public RowCustomer Customer { get; private set; }

    /// <summary>Its team, and whom it is credited to; null for most, which are their owner's alone.</summary>
    public RowPeople? People { get; private set; }

    /// <summary>True for a part that is another's than the owner's: of it nothing counts but its amount.</summary>
    public readonly bool IsShare => isShare;

    public string? Name { get; private set; }
    public string? Product { get; private set; }
    public string? Channel { get; private set; }
    public string? Source { get; private set; }
    public string? LossReason { get; private set; }
    public string? WinReason { get; private set; }
    public string? Currency { get; private set; }

    /// <summary>When it last changed, UTC.</summary>
    public long ChangedAtTicks { get; private set; }

    /// <summary>How often its expected close was moved to a later day.</summary>
    public int Slips { get; private set; }

    public int Activities { get; private set; }
    public bool Imported { get; private set; }

    public readonly OpportunityStatus Status => (OpportunityStatus)status;
    public readonly WinOrigin? WinOrigin => winOrigin == 0 ? null : (WinOrigin)winOrigin;
    public readonly ForecastCategory? Forecast => forecast == 0 ? null : (ForecastCategory)forecast;

    /// <summary>Minor units; null when not valued.</summary>
    public readonly long? AmountMinor => Currency is null ? null : amountMinor;

    public readonly DateOnly? OpenedOn => Day(openedOn);
    public readonly DateOnly? ClosedOn => Day(closedOn);
    public readonly DateOnly? ExpectedCloseOn => Day(expectedCloseOn);

    /// <summary>Business day it entered its stage.</summary>
    public readonly DateOnly StageSince => DateOnly.FromDayNumber(stageSince);

    /// <summary>Makes the row of an opportunity.</summary>
    public static bool Write(ref OpportunityRow row, string id, SubjectRecord<Opportunity> record, FactContext context)
    {
        var o = record.State;
        // One that was never opened can have a record: that a hold taken for it does not stand.
        if (o.Status == OpportunityStatus.None)
            return false;
        row.Id = id;
        row.Version = record.Version;
        row.Seq = record.Seq;
        // What has not changed is not looked up, and nothing is made for it.
        if (row.Stage is not { } stage || stage.Process != o.ProcessId || stage.Name != o.Stage || stage.ProbabilityPercent != o.ProbabilityPercent)
            row.Stage = context.Shared(new RowStage(o.ProcessId, o.Stage, o.ProbabilityPercent), RowStage.Held);
        if (row.Customer is not { } customer || customer.Id != o.Facts.CustomerId || customer.Sector != o.Sector || customer.City != o.City || customer.Country != o.Country)
            row.Customer = context.Shared(new RowCustomer(o.Facts.CustomerId, o.Sector, o.City, o.Country), RowCustomer.Held);
        if (row.Attribution != o.Attribution)
            row.Attribution = context.Shared(o.Attribution, static (attribution, _) => attribution);
        row.People = RowPeople.Of(o.File, row.People);
        row.Name = o.Facts.Name;
        row.Product = context.Shared(o.Facts.Product);
        row.Channel = context.Shared(o.Facts.Channel);
        row.Source = context.Shared(o.Facts.Source);
        row.LossReason = context.Shared(o.LossReason);
        row.WinReason = context.Shared(o.WinReason);
        row.Currency = context.Shared(o.Facts.Amount?.Currency);
        row.amountMinor = o.Facts.Amount?.MinorUnits ?? 0;
        row.status = (byte)o.Status;
        row.forecast = (byte)(o.File?.Forecast ?? 0);
        row.winOrigin = (byte)(o.WinOrigin ?? 0);
        row.openedOn = Stamp(o.OpenedOn);
        row.closedOn = Stamp(o.ClosedOn);
        row.expectedCloseOn = Stamp(o.Facts.ExpectedCloseOn);
        row.stageSince = context.DayOf(o.StageSince).DayNumber;
        row.ChangedAtTicks = o.ChangedAt.UtcTicks;
        row.Slips = o.Trace?.Slips ?? 0;
        row.Activities = o.ActivityCount;
        row.Imported = o.Imported;
        return true;
    }

    /// <summary>The parts it is credited in, which add up to it: the owner's, with all that is not divided, and those of others. Empty for one that is not won, or its owner's alone.</summary>
    public readonly ImmutableArray<OpportunityRow> Parts()
    {
        if (People is not { Credit: { IsEmpty: false } shares } || Status != OpportunityStatus.Won || AmountMinor is not { } amount)
            return [];
        var parts = ImmutableArray.CreateBuilder<OpportunityRow>(shares.Length + 1);
        var owners = this;
        owners.amountMinor = 0;
        parts.Add(owners);
        var minor = CreditShare.Divide(amount, shares);
        for (var i = 0; i < shares.Length; i++)
        {
            if (SubjectId.Same(shares[i].Person, Attribution.OwnerId))
            {
                owners.amountMinor = minor[i];
                parts[0] = owners;
                continue;
            }
            var part = this;
            part.isShare = true;
            part.amountMinor = minor[i];
            part.Attribution = new(shares[i].Person, shares[i].Team, shares[i].Region);
            parts.Add(part);
        }
        return parts.ToImmutable();
    }

    /// <summary>The row as a list shows it.</summary>
    public readonly PipelineRow Shown(DateOnly today) => new()
    {
        Id = Id,
        Version = Version,
        Status = Status,
        Process = Stage.Process,
        Stage = Stage.Name,
        ProbabilityPercent = Stage.ProbabilityPercent,
        Name = Name,
        Customer = Customer.Id,
        Owner = Attribution.OwnerId,
        Team = Attribution.Team,
        Region = Attribution.Region,
        Sector = Customer.Sector,
        City = Customer.City,
        Country = Customer.Country,
        Product = Product,
        Channel = Channel,
        Source = Source,
        AmountMinor = AmountMinor,
        Currency = Currency,
        OpenedOn = OpenedOn,
        ClosedOn = ClosedOn,
        ExpectedCloseOn = ExpectedCloseOn,
        Imported = Imported,
        ChangedAt = new(ChangedAtTicks, TimeSpan.Zero),
        LossReason = LossReason,
        WinReason = WinReason,
        WinOrigin = WinOrigin,
        Forecast = Forecast,
        StageSince = StageSince,
        StageDays = Status == OpportunityStatus.Open ? today.DayNumber - stageSince : 0,
        Slips = Slips,
        Activities = Activities,
        Refusals = Refusals,
        Credit = Lines(),
    };

    private readonly CreditedParts? Lines()
    {
        if (People is not { Credit: { IsEmpty: false } shares })
            return null;
        ImmutableArray<long>? parts = Status == OpportunityStatus.Won && AmountMinor is { } amount ? CreditShare.Divide(amount, shares) : null;
        var currency = Currency;
        return new([.. shares.Select((s, i) => new CreditedPart(s.Person, s.Team, s.Region, s.BasisPoints, parts is { } minor ? new Money(minor[i], currency!) : null))]);
    }

    // 0 stands for no day.
    private static int Stamp(DateOnly? day) => day is { } known ? known.DayNumber + 1 : 0;

    private static DateOnly? Day(int stamp) => stamp == 0 ? null : DateOnly.FromDayNumber(stamp - 1);
}

/// <summary>A stage of a process.</summary>
public sealed record RowStage(string Process, string Name, int ProbabilityPercent)
{
    internal static RowStage Held(RowStage one, FactContext context) =>
        one with { Process = context.Shared(one.Process), Name = context.Shared(one.Name) };
}

/// <summary>The people of an opportunity beside its owner, as rows know them.</summary>
/// <param name="Members">Its team.</param>
/// <param name="Credit">Whom it is credited to; empty for the owner alone.</param>
public sealed record RowPeople(ImmutableArray<string> Members, ImmutableArray<CreditShare> Credit)
{
    /// <summary>Those on file; what was held before, where it is the same. Null for nobody.</summary>
    internal static RowPeople? Of(DealDetails? file, RowPeople? held) => file is null or { Team.IsEmpty: true, Credit.IsEmpty: true } ? null
        : held is not null && held.Credit.SequenceEqual(file.Credit) && held.Members.SequenceEqual(file.Team.Select(m => m.Person)) ? held
        : new([.. file.Team.Select(m => m.Person)], file.Credit);
}

/// <summary>A customer as rows know it.</summary>
public sealed record RowCustomer(string? Id, string? Sector, string? City, string? Country)
{
    /// <inheritdoc/>
    /// <remarks>Of the id alone: what is known of one customer hardly ever differs.</remarks>
    public override int GetHashCode() => Id is null ? 0 : string.GetHashCode(Id);

    internal static RowCustomer Held(RowCustomer one, FactContext context) => one with
    {
        Id = context.Shared(one.Id),
        Sector = context.Shared(one.Sector),
        City = context.Shared(one.City),
        Country = context.Shared(one.Country),
    };
}
