namespace SalesGrid.Opportunities;

/// <summary>A document an opportunity leads to, as a gate looks at it: a quote or a contract in its own view.</summary>
public interface IStandingDocument
{
    /// <summary>Its id.</summary>
    string Id { get; }

    /// <summary>Its version.</summary>
    int Version { get; }

    /// <summary>True while it is approved (a quote) or signed (a contract), and not lapsed, withdrawn or ended.</summary>
    bool Stands { get; }

    /// <summary>The opportunity it was drawn up for; null for none.</summary>
    string? OpportunityId { get; }
}
