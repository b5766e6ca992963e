using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>The state of an opportunity: the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.Opportunity")]
public sealed partial record Opportunity
{
    /// <summary>
    /// Most pieces of evidence one opportunity holds, beside the first of each further kind; later ones are in its
    /// history only.
    /// </summary>
    public const int MaxEvidence = 200;

    /// <summary>An opportunity nothing has happened to.</summary>
    public static Opportunity None { get; } = new();

    [Id(0)] public OpportunityStatus Status { get; init; }
    [Id(1)] public string ProcessId { get; init; } = "";
    [Id(2)] public int ProcessVersion { get; init; }
    [Id(3)] public string Stage { get; init; } = "";

    /// <summary>Chance of winning in the present stage, percent, recorded with the step into it.</summary>
    [Id(4)] public int ProbabilityPercent { get; init; }

    [Id(5)] public OpportunityFacts Facts { get; init; } = new();
    [Id(6)] public Attribution Attribution { get; init; } = new("", "", "");
    [Id(7)] public string? Sector { get; init; }
    [Id(8)] public DateOnly? OpenedOn { get; init; }
    [Id(9)] public DateOnly? ClosedOn { get; init; }
    [Id(10)] public string? LossReason { get; init; }
    [Id(11)] public bool Imported { get; init; }
    [Id(12)] public ImmutableArray<string> UnevidencedGates { get; init; } = [];
    [Id(13)] public ImmutableArray<Evidence> Evidence { get; init; } = [];
    [Id(14)] public int ActivityCount { get; init; }
    [Id(15)] public DateOnly? LastActivityOn { get; init; }
    [Id(16)] public DateTimeOffset StageSince { get; init; }
    [Id(17)] public DateTimeOffset ChangedAt { get; init; }
    [Id(18)] public string? WinReason { get; init; }

    /// <summary>What the process says of the stage that early warning needs; null where it says nothing.</summary>
    [Id(19)] public StageTerms? Terms { get; init; }

    /// <summary>What is known beyond the facts; null when nothing is.</summary>
    [Id(20)] public DealDetails? File { get; init; }

    /// <summary>What early warning remembers; null when nothing.</summary>
    [Id(21)] public DealTrends? Trace { get; init; }

    /// <summary>The claim on its customer and product that is its alone while it is open, <c>claim/id</c>; null for none.</summary>
    [Id(22)] public string? Claim { get; init; }

    /// <summary>City of the customer when the opportunity was opened or given to it.</summary>
    [Id(24)] public string? City { get; init; }

    /// <summary>Country of the customer, as known then.</summary>
    [Id(25)] public string? Country { get; init; }

    /// <summary>True where finance has had a win that was brought in count towards targets.</summary>
    [Id(26)] public bool IsWinAdmitted { get; init; }

    /// <summary>That its product is no longer sold; null where it is, and where nobody said.</summary>
    [Id(27)] public ProductNote? NotSold { get; init; }

    /// <summary>That its quotes and contracts are on their way to a new owner; null when they have followed.</summary>
    [Id(28)] public PapersOnTheWay? Papers { get; init; }

    /// <summary>
    /// Where its win comes from; null while it is not won. One that was brought in as won lies behind the gate of its own stage, and
    /// stays so when it is reopened and won again.
    /// </summary>
    public WinOrigin? WinOrigin => Status != OpportunityStatus.Won ? null
        : !Imported || !UnevidencedGates.Contains(Stage) ? Opportunities.WinOrigin.Own
        : IsWinAdmitted ? Opportunities.WinOrigin.Admitted
        : Opportunities.WinOrigin.Imported;

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Opportunity Evolve(OpportunityEvent happened, DateTimeOffset at)
    {
        var next = this with { ChangedAt = at };
        return happened switch
        {
            OpportunityOpened e => next with
            {
                Status = OpportunityStatus.Open,
                ProcessId = e.ProcessId,
                ProcessVersion = e.ProcessVersion,
                Stage = e.Stage,
                ProbabilityPercent = e.ProbabilityPercent,
                Facts = e.Facts,
                Attribution = e.Attribution,
                Sector = e.Sector,
                City = e.City,
                Country = e.Country,
                OpenedOn = e.OpenedOn,
                StageSince = at,
                Terms = e.Terms,
                Claim = e.Claim,
            },
            OpportunityImported e => next with
            {
                Status = e.Status,
                ProcessId = e.ProcessId,
                ProcessVersion = e.ProcessVersion,
                Stage = e.Stage,
                ProbabilityPercent = e.ProbabilityPercent,
                Facts = e.Facts,
                Attribution = e.Attribution,
                Sector = e.Sector,
                City = e.City,
                Country = e.Country,
                OpenedOn = e.OpenedOn,
                ClosedOn = e.ClosedOn,
                LossReason = e.LossReason,
                Imported = true,
                UnevidencedGates = [.. e.UnevidencedGates],
                StageSince = at,
                Terms = e.Terms,
            },
            OpportunityValued e => next.Valued(e),
            StageAdvanced e => next.Entering(e.To, e.ProbabilityPercent, e.Terms, at),
            StageReturned e => next.Entering(e.To, e.ProbabilityPercent, e.Terms, at),
            // The first of its kind is always held: without it a gate could never open again.
            EvidenceAttached e => Evidence.Length >= MaxEvidence && Has(e.Kind)
                ? next
                : next with { Evidence = Evidence.Add(new(e.Kind, e.Reference, e.Stage, at)) },
            ActivityRecorded e => next with
            {
                ActivityCount = ActivityCount + 1,
                LastActivityOn = LastActivityOn is { } last && last > e.On ? last : e.On,
                Trace = (Trace ?? DealTrends.None).With(e),
                File = Met(e),
            },
            OpportunityReassigned e => next with
            {
                Attribution = e.Attribution,
                File = (e.Attribution.OwnerId == Attribution.OwnerId ? File : File?.WithoutApprovals())?.WithOwner(Attribution.OwnerId, e.Attribution),
                Papers = e.PapersAfter is { } seconds ? PapersOnTheWay.After(Papers, e, at.AddSeconds(seconds)) : Papers,
            },
            PapersFollowed e => next with { Papers = e.AgainAfter is { } seconds ? Papers! with { Due = at.AddSeconds(seconds), IsLast = true } : null },
            OpportunityWon e => next.Closed() with
            {
                Status = OpportunityStatus.Won,
                Facts = Facts with { Amount = e.Amount },
                ClosedOn = e.ClosedOn,
                WinReason = e.Reason,
            },
            OpportunityLost e => next.Closed() with { Status = OpportunityStatus.Lost, LossReason = e.Reason, ClosedOn = e.ClosedOn },
            OpportunityReopened e => next with
            {
                Status = OpportunityStatus.Open,
                ClosedOn = null,
                LossReason = null,
                WinReason = null,
                Claim = e.Claim,
                IsWinAdmitted = false,
            },
            CustomerFollowed e => next with { Facts = Facts with { CustomerId = e.CustomerId }, Sector = e.Sector, City = e.City, Country = e.Country, Claim = e.Claim },
            WinAdmitted => next with { IsWinAdmitted = true },
            ProductStandingNoted e => next with { NotSold = e.NotSold is null ? null : new(e.Product, e.NotSold, at) },
            OpportunityMigrated e => next with
            {
                // What was approved was the gate of another text.
                File = File?.WithoutApprovals(),
                ProcessVersion = e.ToVersion,
                Stage = e.To,
                ProbabilityPercent = e.ProbabilityPercent,
                Terms = e.Terms,
                UnevidencedGates = [.. UnevidencedGates.Union(e.UnevidencedGates)],
                // The same stage by another text: time spent in it counts on.
                StageSince = e.To == e.From ? StageSince : at,
            },
            _ => next with { File = InFile(File ?? DealDetails.None, happened, at) },
        };
    }

    /// <summary>The part of a win that is somebody's, basis points.</summary>
    public int ShareOf(string person)
    {
        if (File is not { Credit: { IsEmpty: false } shares })
            return SubjectId.Same(person, Attribution.OwnerId) ? CreditShare.Whole : 0;
        foreach (var share in shares)
        {
            if (SubjectId.Same(share.Person, person))
                return share.BasisPoints;
        }
        return 0;
    }

    /// <summary>To whom it is credited, with amounts once it is won.</summary>
    public ImmutableArray<CreditedPart> CreditedParts()
    {
        ImmutableArray<CreditShare> shares = File is { Credit: { IsEmpty: false } stated } ? stated : [new(Attribution.OwnerId, Attribution.Team, Attribution.Region, CreditShare.Whole)];
        if (Status != OpportunityStatus.Won || Facts.Amount is not { } amount)
            return [.. shares.Select(s => new CreditedPart(s.Person, s.Team, s.Region, s.BasisPoints, null))];
        return [.. shares.Zip(CreditShare.Divide(amount.MinorUnits, shares), (s, part) => new CreditedPart(s.Person, s.Team, s.Region, s.BasisPoints, amount with { MinorUnits = part }))];
    }

    /// <summary>True when evidence of that kind lies on the opportunity.</summary>
    public bool Has(string evidenceKind) => Evidence.Any(e => e.Kind == evidenceKind);
}

/// <summary>Quotes and contracts of an opportunity that has a new owner, until all of them know.</summary>
/// <param name="Before">Whose they were: every owner since they last knew, the latest 20.</param>
/// <param name="Due">When they are told.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("sg.PapersOnTheWay")]
public sealed record PapersOnTheWay(
    [property: Id(0)] ImmutableArray<string> Before,
    [property: Id(1)] DateTimeOffset Due,
    [property: Id(2)] string By,
    [property: Id(3)] string Reason)
{
    /// <summary>True when they have been told once.</summary>
    [Id(4)] public bool IsLast { get; init; }

    /// <summary>Most former owners remembered. One who is forgotten keeps a quote until it is handed over.</summary>
    public const int BeforeMax = 20;

    internal static PapersOnTheWay After(PapersOnTheWay? earlier, OpportunityReassigned e, DateTimeOffset due) =>
        new([.. (earlier?.Before ?? []).Append(e.FromOwnerId).Distinct(SubjectId.Comparer).TakeLast(BeforeMax)], due, e.By ?? Envelope.GridActor, e.Reason ?? "商机转交 The deal was given to another");
}

/// <summary>That the product of an opportunity is no longer sold.</summary>
/// <param name="Product">The product.</param>
/// <param name="Why">Why.</param>
/// <param name="Since">When it was told.</param>
[GenerateSerializer, Immutable, Alias("sg.ProductNote")]
public sealed record ProductNote([property: Id(0)] string Product, [property: Id(1)] LocalText Why, [property: Id(2)] DateTimeOffset Since);
