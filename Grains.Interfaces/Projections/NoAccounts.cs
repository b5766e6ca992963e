namespace SalesGrid.Projections;

/// <summary>
/// Whoever reads no accounts but their own. What tells of others, users and what only one user may have, is neither listed nor counted for them.
/// </summary>
/// <param name="But">The account that is their own, <c>kind/id</c>; null for none.</param>
[GenerateSerializer, Immutable, Alias("sg.NoAccounts")]
public sealed record NoAccounts([property: Id(0)] string? But);
