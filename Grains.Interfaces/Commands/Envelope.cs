using System.Collections.Immutable;

namespace SalesGrid;

/// <summary>What every command carries beside its own content, whichever door it came through.</summary>
/// <param name="CommandId">
/// Idempotency key, 1 to 128 characters, chosen by the caller. The same id again on the same object returns the first
/// receipt and changes nothing.
/// </param>
/// <param name="Actor">Who asks, as authenticated at the edge.</param>
/// <param name="ExpectedVersion">The version the caller saw; null when the caller does not mind.</param>
/// <param name="Duties">What the caller may answer for, as authenticated at the edge.</param>
[GenerateSerializer, Immutable, Alias("sg.Envelope")]
public sealed record Envelope(
    [property: Id(0)] string CommandId,
    [property: Id(1)] string Actor,
    [property: Id(2)] int? ExpectedVersion = null,
    [property: Id(3)] Duties Duties = Duties.None)
{
    /// <summary>The units within which the sender has their duties; none for the whole company.</summary>
    [Id(4)] public ImmutableArray<string> Units { get; init; }

    /// <summary>True for a program: it does what is its own, and decides about nobody else's.</summary>
    [Id(5)] public bool ByMachine { get; init; }

    /// <summary>Longest command id, UTF-16 units.</summary>
    public const int MaxCommandIdLength = 128;

    /// <summary>
    /// Begins the ids of commands the grid sends itself, and no others: whoever could use one beforehand could keep a timer or
    /// the step of another object from ever being carried out.
    /// </summary>
    public const string GridPrefix = "grid:";

    /// <summary>The name the grid acts under, and nobody else.</summary>
    public const string GridActor = "grid";

    /// <summary>The envelope of a command the grid itself sends.</summary>
    /// <param name="id">What tells it from the grid's other commands to the object, at most 123 characters.</param>
    /// <param name="actor">In whose name, where a person's command led to it.</param>
    public static Envelope ByGrid(string id, string actor = GridActor) => new(GridPrefix + id, actor, Duties: Duties.Grid);
}

/// <summary>What somebody answers for beside selling. Numbers are fixed: they cross process boundaries.</summary>
[Flags]
public enum Duties
{
    /// <summary>Sells, and nothing else.</summary>
    None = 0,

    /// <summary>Leads salespeople (销售管理).</summary>
    Manager = 1,

    /// <summary>Grants credit, reviews the money side of contracts (财务).</summary>
    Finance = 2,

    /// <summary>Reviews contracts (法务).</summary>
    Legal = 4,

    /// <summary>Internal control (内控): grants and reviews overrides, answers warnings.</summary>
    Controller = 8,

    /// <summary>Draws up and approves processes, price lists and policies.</summary>
    ProcessOwner = 16,

    /// <summary>Keeps grades, authority, training and targets of people (人事).</summary>
    People = 32,

    /// <summary>The grid itself: a timer, or one object that goes on with what it began with another.</summary>
    Grid = 64,

    /// <summary>Sets up and brings in: sends whatever a person may send, to any object. What rules ask beside that they ask of this one too.</summary>
    Administrator = 128,

    /// <summary>Brings in what another system left, while internal control keeps a window open for it (数据导入).</summary>
    Importer = 256,

    /// <summary>Keeps users: makes them, gives them roles and keys, shuts them out.</summary>
    Users = 512,
}

/// <summary>Something that is asked of a business object.</summary>
[GenerateSerializer, Immutable, Alias("sg.Command")]
public abstract record Command;

/// <summary>The answer to a command: durable when it says accepted.</summary>
/// <param name="Subject">The business object, <c>kind/id</c>.</param>
/// <param name="Version">Its version after the command, or its current one after a refusal; 0 when it does not exist.</param>
/// <param name="Bucket">The bucket of the ledger the object lives in.</param>
/// <param name="Seq">Sequence in that bucket of the command's last entry; 0 when nothing was written.</param>
/// <param name="Replayed">True when the command had been carried out before and this is its first receipt again.</param>
/// <param name="Refusal">Why nothing changed; null when accepted.</param>
[GenerateSerializer, Immutable, Alias("sg.Receipt")]
public sealed record Receipt(
    [property: Id(0)] string Subject,
    [property: Id(1)] int Version,
    [property: Id(2)] int Bucket,
    [property: Id(3)] long Seq,
    [property: Id(4)] bool Replayed,
    [property: Id(5)] Refusal? Refusal)
{
    /// <summary>True when the command holds: it is durable, or had nothing to change.</summary>
    public bool Accepted => Refusal is null;
}
