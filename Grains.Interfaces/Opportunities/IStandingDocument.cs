namespace SalesGrid.Opportunities;

/// <summary>A document an opportunity leads to, as its gates look at it.</summary>
public interface IStandingDocument
{
    /// <summary>Its id.</summary>
    string Id { get; }

    /// <summary>True while it is approved or signed, and nothing has taken that back.</summary>
    bool Stands { get; }

    /// <summary>The opportunity it was drawn up for; null for none.</summary>
    string? OpportunityId { get; }
}
