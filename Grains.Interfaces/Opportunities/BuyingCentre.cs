using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>A person in the buying centre (采购组织): what they decide and where they stand (组织政治与个人动机).</summary>
/// <param name="Id">Id of the person, 1 to 64 characters as in any id.</param>
/// <param name="Name">Full name, 1 to 200 characters.</param>
/// <param name="Role">One of <see cref="BuyingRoles"/>.</param>
/// <param name="Stance">Where they stand towards us.</param>
/// <param name="Influence">How much their word counts, 1 to 5; 3 when not stated.</param>
/// <param name="Motive">What moves them, at most 500 characters.</param>
/// <param name="LastContactOn">Day of the last contact; not in the future. An activity with the person moves it on.</param>
/// <param name="ContactId">
/// The contact of the opportunity's customer the person is; null when not stated. A contact of the same id or name is taken for the
/// person all the same.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.MappedPerson")]
public sealed record MappedPerson(
    [property: Id(0)] string Id,
    [property: Id(1), Masked(Fields.BuyingCentre)] string Name,
    [property: Id(2)] string Role,
    [property: Id(3)] Stance Stance = Stance.Unknown,
    [property: Id(4)] int Influence = 3,
    [property: Id(5), Masked(Fields.BuyingCentre, LeftOut = true)] string? Motive = null,
    [property: Id(6)] DateOnly? LastContactOn = null,
    [property: Id(7)] string? ContactId = null);

/// <summary>Where somebody stands towards us. Numbers are fixed: they cross process boundaries.</summary>
public enum Stance
{
    /// <summary>Not known (不详).</summary>
    Unknown = 0,

    /// <summary>For us (支持).</summary>
    Supporter = 1,

    /// <summary>Neither (中立).</summary>
    Neutral = 2,

    /// <summary>Against us (反对).</summary>
    Opponent = 3,
}

/// <summary>The roles in a buying centre. Gates may ask for persons of one of them by its code.</summary>
public static class BuyingRoles
{
    /// <summary>All of them, by code.</summary>
    public static ImmutableDictionary<string, LocalText> All { get; } = new Dictionary<string, LocalText>
    {
        ["economic-buyer"] = new("经济决策者", "Economic buyer"),
        ["technical-buyer"] = new("技术把关者", "Technical buyer"),
        ["user-buyer"] = new("使用者", "User buyer"),
        ["decision-maker"] = new("最终决策者", "Decision maker"),
        ["influencer"] = new("影响者", "Influencer"),
        ["gatekeeper"] = new("守门人", "Gatekeeper"),
        ["purchaser"] = new("采购经办", "Purchaser"),
        ["coach"] = new("教练(内线)", "Coach"),
    }.ToImmutableDictionary(StringComparer.Ordinal);
}
