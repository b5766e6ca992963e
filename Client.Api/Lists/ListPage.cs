using System.Collections.Immutable;

namespace SalesGrid.Gateway.Lists;

/// <summary>One page of a list in an order of the caller's choice.</summary>
/// <param name="Items">The objects, in the order asked for.</param>
/// <param name="Total">How many meet the conditions in all, exactly.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
/// <param name="AsOf">When the newest entry in it was decided; null on an empty grid.</param>
/// <param name="Day">The business day ages are counted to.</param>
public sealed record ListPage<TItem>(
    ImmutableArray<TItem> Items, long Total, string? NextAfter, string Watermark, DateTimeOffset? AsOf, DateOnly Day);

/// <summary>One page of a list in the order it always has, such as by id.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
public sealed record RegisterPage<T>(ImmutableArray<T> Items, long Total, string? NextAfter, string Watermark);
