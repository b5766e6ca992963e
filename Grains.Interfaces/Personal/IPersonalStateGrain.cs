using System.Collections.Immutable;

namespace SalesGrid.Personal;

/// <summary>What one person keeps for themselves in one place: nobody's evidence, and so not in the ledger.</summary>
/// <remarks>Key: <see cref="PersonalKey"/>.</remarks>
[Alias("sg.IPersonalStateGrain")]
public interface IPersonalStateGrain : IGrainWithStringKey
{
    /// <summary>Everything that is kept, in order of the names, without the values.</summary>
    [Alias("List")]
    Task<ImmutableArray<PersonalEntry>> List();

    /// <summary>The value kept under a name; null where there is none.</summary>
    [Alias("Get")]
    Task<PersonalValue?> Get(string name);

    /// <summary>Keeps a value under a name in place of what was there. Returns once it is durable.</summary>
    /// <param name="name">The name, 1 to <see cref="PersonalLimits.NameLengthMax"/> UTF-16 units.</param>
    /// <param name="json">The value: JSON of at most <see cref="PersonalLimits.ValueBytesMax"/> bytes in UTF-8.</param>
    /// <param name="expectedVersion">Version the caller saw, 0 for none; null keeps it whatever is there.</param>
    [Alias("Put")]
    Task<PersonalReply> Put(string name, byte[] json, int? expectedVersion);

    /// <summary>Forgets a name. One that is not there is no mistake.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expectedVersion">Version the caller saw; null forgets it whatever is there.</param>
    [Alias("Remove")]
    Task<PersonalReply> Remove(string name, int? expectedVersion);
}

/// <summary>What a person keeps, by purpose.</summary>
public enum PersonalPart
{
    /// <summary>How the person wants to see things: language, columns, order.</summary>
    Preferences = 1,

    /// <summary>Conditions and columns of lists, by name.</summary>
    Views = 2,

    /// <summary>What was begun and not sent, by name.</summary>
    Drafts = 3,

    /// <summary>Up to where the person has read what.</summary>
    ReadMarks = 4,

    /// <summary>Imports that are under way, by name: which mapping, and how far.</summary>
    Imports = 5,

    /// <summary>When keys were last used, by name: kept by the grid, for whoever keeps the keys.</summary>
    KeyUse = 6,
}

/// <summary>Keys of <see cref="IPersonalStateGrain"/>.</summary>
public static class PersonalKey
{
    /// <summary>The key for what a person keeps in one part. A person's name may hold anything, so it comes last.</summary>
    public static string Of(string person, PersonalPart part) => $"{part}/{person}";
}

/// <summary>How much one person may keep in one part.</summary>
public static class PersonalLimits
{
    /// <summary>Names.</summary>
    public const int NamesMax = 200;

    /// <summary>Length of a name, UTF-16 units.</summary>
    public const int NameLengthMax = 100;

    /// <summary>Size of one value, bytes of JSON in UTF-8.</summary>
    public const int ValueBytesMax = 64 * 1024;

    /// <summary>Size of all values together, bytes: the whole part is written with each change.</summary>
    public const int PartBytesMax = 2 * 1024 * 1024;
}

/// <summary>A value and when it was last changed.</summary>
/// <param name="Json">JSON in UTF-8.</param>
/// <param name="Version">Rises with each change of the name, and is never used again after it was forgotten.</param>
/// <param name="ChangedAt">When it was last changed.</param>
[GenerateSerializer, Immutable, Alias("sg.PersonalValue")]
public sealed record PersonalValue([property: Id(0)] byte[] Json, [property: Id(1)] int Version, [property: Id(2)] DateTimeOffset ChangedAt);

/// <summary>What is kept under a name, without the value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">Rises with each change of it.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="Bytes">Size of the value, bytes of JSON in UTF-8.</param>
[GenerateSerializer, Immutable, Alias("sg.PersonalEntry")]
public readonly record struct PersonalEntry(
    [property: Id(0)] string Name, [property: Id(1)] int Version, [property: Id(2)] DateTimeOffset ChangedAt, [property: Id(3)] int Bytes);

/// <summary>What became of a value that was to be kept.</summary>
/// <param name="Refusal">Why it is not kept; null when it is.</param>
/// <param name="Version">The name's version now; 0 when nothing is kept under it.</param>
[GenerateSerializer, Immutable, Alias("sg.PersonalReply")]
public readonly record struct PersonalReply([property: Id(0)] Refusal? Refusal, [property: Id(1)] int Version);
