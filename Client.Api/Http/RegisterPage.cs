using System.Collections.Immutable;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects, by id.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
public sealed record RegisterPage<T>(ImmutableArray<T> Items, long Total, string? NextAfter, string Watermark);

/// <summary>Which page of a list.</summary>
/// <param name="After">The id the page before ended with; null from the first.</param>
/// <param name="Limit">Most items, 1 to <see cref="ListQuery.MaxLimit"/>.</param>
public sealed record PageQuery(string? After, int Limit)
{
    /// <summary>Reads it from <c>after</c> and <c>limit</c>.</summary>
    public static PageQuery Read(QueryReader reader) => new(reader.Text("after"), reader.Whole("limit", 50, 1, ListQuery.MaxLimit));
}
