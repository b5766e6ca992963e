using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.PriceLists;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a price list.</summary>
public abstract record PriceListEvent : SubjectEvent;

public sealed record PricesDrafted(int Number, int Revision, string Name, PriceContent Content, string By) : PriceListEvent;

/// <param name="Revision">Revision of the draft with these lines.</param>
/// <param name="Lines">The lines that are new or replaced.</param>
/// <param name="By">Who added them.</param>
public sealed record PricesAdded(int Revision, ImmutableArray<PriceLine> Lines, string By) : PriceListEvent;

/// <param name="Number">Number of the version.</param>
/// <param name="Revision">Revision of the draft that became it.</param>
/// <param name="EffectiveFrom">First day in force.</param>
/// <param name="On">Business day of the approval.</param>
/// <param name="By">Who approved.</param>
public sealed record PricesApproved(int Number, int Revision, DateOnly EffectiveFrom, DateOnly On, string By) : PriceListEvent;

public sealed record PricesRejected(int Number, int Revision, string Reason, string By) : PriceListEvent;

/// <summary>What a version says.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceContent")]
public sealed record PriceContent(
    [property: Id(0)] string Currency,
    [property: Id(1)] ImmutableArray<PriceLine> Lines,
    [property: Id(2)] ImmutableArray<ApprovalBand> ApprovalBands,
    [property: Id(3)] int ApprovalHours);

/// <summary>A version that was approved.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceVersion")]
public sealed record PriceVersion(
    [property: Id(0)] int Number,
    [property: Id(1)] int Revision,
    [property: Id(2)] DateOnly EffectiveFrom,
    [property: Id(3)] PriceContent Content,
    [property: Id(4)] ImmutableArray<string> Authors,
    [property: Id(5)] string ApprovedBy);

/// <summary>A version that is being written.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceDraft")]
public sealed record PriceDraft(
    [property: Id(0)] int Number,
    [property: Id(1)] int Revision,
    [property: Id(2)] PriceContent Content,
    [property: Id(3)] ImmutableArray<string> Authors);

/// <summary>The state of a price list: the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceList")]
public sealed record PriceList
{
    /// <summary>A price list nothing has happened to.</summary>
    public static PriceList None { get; } = new();

    /// <summary>Null for a price list nothing has happened to.</summary>
    [Id(0)] public string? Name { get; init; }

    /// <summary>Number of the last version that was approved; 0 for none.</summary>
    [Id(1)] public int LastNumber { get; init; }

    /// <summary>Versions that are in force or will be. Those that no day from now on can reach are in the ledger only.</summary>
    [Id(2)] public ImmutableArray<PriceVersion> Versions { get; init; } = [];

    [Id(3)] public PriceDraft? Draft { get; init; }

    /// <summary>The version in force on a day; null when there is none. Of two from one day the later one is.</summary>
    public PriceVersion? InForceOn(DateOnly day)
    {
        PriceVersion? found = null;
        foreach (var version in Versions)
        {
            if (version.EffectiveFrom <= day && (found is null || (version.EffectiveFrom, version.Number).CompareTo((found.EffectiveFrom, found.Number)) > 0))
                found = version;
        }
        return found;
    }

    /// <summary>The state after one more event.</summary>
    public PriceList Evolve(PriceListEvent happened) => happened switch
    {
        PricesDrafted e => this with
        {
            Name = e.Name,
            Draft = new(e.Number, e.Revision, e.Content, WithAuthor(Draft?.Authors ?? [], e.By)),
        },
        PricesAdded e => this with
        {
            Draft = Draft! with
            {
                Revision = e.Revision,
                Content = Draft.Content with { Lines = Merge(Draft.Content.Lines, e.Lines) },
                Authors = WithAuthor(Draft.Authors, e.By),
            },
        },
        PricesApproved e => Approve(e),
        PricesRejected => this with { Draft = null },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>Lines with others added; one of the same product is replaced in its place.</summary>
    public static ImmutableArray<PriceLine> Merge(ImmutableArray<PriceLine> lines, ImmutableArray<PriceLine> added)
    {
        var merged = lines.ToBuilder();
        var places = new Dictionary<string, int>(IdentityText.Comparer);
        for (var i = 0; i < merged.Count; i++)
            places[merged[i].Product] = i;
        foreach (var line in added)
        {
            if (places.TryGetValue(line.Product, out var place))
                merged[place] = line;
            else
            {
                places.Add(line.Product, merged.Count);
                merged.Add(line);
            }
        }
        return merged.ToImmutable();
    }

    private PriceList Approve(PricesApproved e)
    {
        var approved = this with
        {
            LastNumber = e.Number,
            Versions = Versions.Add(new(e.Number, e.Revision, e.EffectiveFrom, Draft!.Content, Draft.Authors, e.By)),
            Draft = null,
        };
        // What no day from today on can reach makes room; prices of the past were copied into the quotes that used them.
        var inForce = approved.InForceOn(e.On);
        return approved with { Versions = approved.Versions.RemoveAll(v => v != inForce && v.EffectiveFrom <= e.On) };
    }

    private static ImmutableArray<string> WithAuthor(ImmutableArray<string> authors, string by) =>
        authors.Contains(by) ? authors : authors.Add(by);
}
