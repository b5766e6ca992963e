namespace SalesGrid.Control.Tests.Load;

/// <summary>The objects one sequence of commands is about: an opportunity and what belongs to it.</summary>
/// <param name="Number">Number of the sequence.</param>
/// <param name="Rep">The salesperson who sells.</param>
/// <param name="OtherRep">Somebody else.</param>
/// <param name="Manager">The manager of both.</param>
/// <param name="Customer">The customer.</param>
internal sealed record Family(int Number, string Rep, string OtherRep, string Manager, string Customer)
{
    public string OpportunityId => $"O-{Number}";

    public string Opportunity => $"opportunity/{OpportunityId}";

    public string QuoteId => $"Q-{Number}";

    public string Quote => $"quote/{QuoteId}";

    public string ContractId => $"K-{Number}";

    public string Contract => $"contract/{ContractId}";

    /// <summary>A second contract on the same quote: a copy, to get around the first.</summary>
    public string OtherContract => $"contract/K-{Number}-copy";

    /// <summary>Names somebody by chance: whoever should act, and whoever should not.</summary>
    public (string Actor, Duties Duties) Anybody(Random random) => random.Next(10) switch
    {
        0 => (Manager, Duties.Manager),
        1 => (OtherRep, Duties.None),
        2 => ("admin", People.Everything),
        3 => ("controller", Duties.Controller),
        4 => ("finance", Duties.Finance),
        5 => ("legal", Duties.Legal),
        _ => (Rep, Duties.None),
    };
}

/// <summary>A command on its way.</summary>
internal readonly record struct Shot(string Subject, Command Command, string Actor, Duties Duties = Duties.None);
