namespace SalesGrid.Personal;

/// <summary>What one person keeps in one part, as it is stored.</summary>
[GenerateSerializer, Alias("sg.PersonalState")]
public sealed class PersonalState
{
    /// <summary>Name of the storage provider and of the state in it.</summary>
    public const string Provider = "personal";

    /// <summary>The values, by name.</summary>
    [Id(0)]
    public Dictionary<string, PersonalValue> Values { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Highest version of what was forgotten: what is kept anew goes on from there, so that no version comes back.</summary>
    [Id(1)]
    public int Forgotten { get; set; }
}
