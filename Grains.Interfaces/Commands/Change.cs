using System.Text.Json.Serialization;

namespace SalesGrid;

/// <summary>
/// What a command says of one member it may change. Left out, the member stays as it is; stated, it becomes the value, and null
/// clears it.
/// </summary>
/// <typeparam name="T">Type of the member, nullable.</typeparam>
[GenerateSerializer, Immutable, Alias("sg.Change`1")]
public readonly record struct Change<T>
{
    /// <summary>True where the member was stated.</summary>
    [Id(0), JsonInclude] public bool IsStated { get; private init; }

    /// <summary>What it becomes; without meaning where it was not stated.</summary>
    [Id(1), JsonInclude] public T? Value { get; private init; }

    /// <summary>The member becomes a value.</summary>
    public static implicit operator Change<T>(T? value) => new() { IsStated = true, Value = value };

    /// <summary>What the member is afterwards.</summary>
    /// <param name="current">What it is now.</param>
    public T? After(T? current) => IsStated ? Value : current;
}
