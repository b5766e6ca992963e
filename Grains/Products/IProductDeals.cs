using System.Collections.Immutable;

namespace SalesGrid.Products;

/// <summary>The deals in hand that name a product. What they are, products do not know.</summary>
public interface IProductDeals
{
    /// <summary>Some of the open ones by id, whichever way they write the product, everything acknowledged before the call included.</summary>
    /// <param name="product">The product's code.</param>
    /// <param name="after">Id of the last one that is known; null from the first.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    Task<ImmutableArray<string>> Open(string product, string? after, int limit);

    /// <summary>Tells deals how their product stands. The same told twice is told once.</summary>
    /// <param name="ids">The deals.</param>
    /// <param name="product">The product as it is now.</param>
    /// <exception cref="InvalidOperationException">One could not listen just now.</exception>
    Task Tell(ImmutableArray<string> ids, ProductView product);
}
