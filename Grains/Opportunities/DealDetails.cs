using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>
/// What is known of a deal beyond its facts. Null on an opportunity nobody has said any of it of: most of a grid's memory is
/// opportunities, and most of those are old.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.DealDetails")]
public sealed record DealDetails
{
    /// <summary>Most persons on the map of a buying centre.</summary>
    public const int MaxPersons = 50;

    /// <summary>Most competitors.</summary>
    public const int MaxCompetitors = 20;

    /// <summary>Most product lines.</summary>
    public const int MaxLines = 100;

    /// <summary>Most documents of one kind that are kept; the oldest makes way.</summary>
    public const int MaxDocuments = 10;

    /// <summary>Most people in the deal team at a time.</summary>
    public const int MaxMembers = 20;

    /// <summary>Most people in it one after the other: they are remembered, and none of them decides on the deal.</summary>
    public const int MaxEverInTeam = 200;

    /// <summary>Nothing known.</summary>
    public static DealDetails None { get; } = new();

    [Id(0)] public Evaluation? Evaluation { get; init; }
    [Id(1)] public ImmutableArray<MappedPerson> Persons { get; init; } = [];
    [Id(2)] public NextStep? Next { get; init; }
    [Id(3)] public ImmutableArray<string> Competitors { get; init; } = [];
    [Id(4)] public ImmutableArray<ProductLine> Lines { get; init; } = [];
    [Id(5)] public ForecastCategory? Forecast { get; init; }

    /// <summary>Approvals of leaving the present stage, oldest first; one for each sort of approver.</summary>
    [Id(6)] public ImmutableArray<StageApproval> Approvals { get; init; } = [];

    /// <summary>Quotes and contracts that stand, as was last noted, oldest first.</summary>
    [Id(7)] public ImmutableArray<NotedDocument> Documents { get; init; } = [];

    /// <summary>Who works on the deal beside its owner.</summary>
    [Id(8)] public ImmutableArray<TeamMember> Team { get; init; } = [];

    /// <summary>Everybody who ever did, those who do included.</summary>
    [Id(9)] public ImmutableArray<string> EverInTeam { get; init; } = [];

    /// <summary>To whom a win is credited, largest part first when it was stated; empty for the owner alone.</summary>
    [Id(10)] public ImmutableArray<CreditShare> Credit { get; init; } = [];

    /// <summary>A member of the team; null when not in it.</summary>
    public TeamMember? Member(string person)
    {
        foreach (var member in Team)
        {
            if (SubjectId.Same(member.Person, person))
                return member;
        }
        return null;
    }

    /// <summary>True of whoever is or was in the team.</summary>
    public bool WasInTeam(string person) => EverInTeam.Contains(person, SubjectId.Comparer);

    /// <summary>The file with another team. What those who join it have approved of the present stage is void: they are a party to it now.</summary>
    public DealDetails WithTeam(ImmutableArray<TeamMember> team)
    {
        var joined = team.Where(m => Member(m.Person) is null).Select(m => m.Person).ToHashSet(SubjectId.Comparer);
        return this with
        {
            Team = team,
            EverInTeam = [.. EverInTeam, .. joined.Where(person => !WasInTeam(person))],
            Approvals = Approvals.RemoveAll(a => a.DecidedBy is { } by && joined.Contains(by)),
        };
    }

    /// <summary>The file after the deal was given to another: the owner's part of the credit goes with it, and whoever owns it is in no team of it.</summary>
    public DealDetails WithOwner(string before, Attribution now)
    {
        var next = Member(now.OwnerId) is { } member ? this with { Team = Team.Remove(member) } : this;
        var went = Credit.Where(s => SubjectId.Same(s.Person, before) || SubjectId.Same(s.Person, now.OwnerId)).ToArray();
        if (went.Length == 0)
            return next;
        var share = new CreditShare(now.OwnerId, now.Team, now.Region, went.Sum(s => s.BasisPoints));
        return next with { Credit = share.BasisPoints == CreditShare.Whole ? [] : [share, .. Credit.Except(went)] };
    }

    /// <summary>The person with this id; null when not on the map.</summary>
    public MappedPerson? Person(string id)
    {
        foreach (var person in Persons)
        {
            if (person.Id == id)
                return person;
        }
        return null;
    }

    /// <summary>The file without the approvals of the stage: it was left, or what was approved is another now.</summary>
    public DealDetails WithoutApprovals() => Approvals.IsEmpty ? this : this with { Approvals = [] };

    /// <summary>The file with a person put in the place of the one with that id, or added.</summary>
    public DealDetails With(MappedPerson person) => this with
    {
        Persons = Person(person.Id) is { } known ? Persons.Replace(known, person) : Persons.Add(person),
    };

    /// <summary>The file with an approval put in the place of the one of the same sort of approver, or added.</summary>
    public DealDetails With(StageApproval approval) => this with { Approvals = Approvals.RemoveAll(a => a.By == approval.By).Add(approval) };

    /// <summary>The file with a document that stands, or no longer does.</summary>
    public DealDetails With(NotedDocument document, bool stands)
    {
        var others = Documents.Remove(document);
        if (!stands)
            return this with { Documents = others };
        if (others.Count(d => d.Kind == document.Kind) >= MaxDocuments)
            others = others.Remove(others.First(d => d.Kind == document.Kind));
        return this with { Documents = others.Add(document) };
    }
}
