using SalesGrid.Subjects;

namespace SalesGrid.Contracts;

/// <summary>All the grid knows of a contract.</summary>
public static class ContractKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="ContractEvent"/>.</summary>
    public static SubjectKind<Contract, ContractEvent> Kind { get; } = new("contract", Contract.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (_, contract) => contract.Content?.OwnerId,
        Needs = ContractNeeds.Of,
        Tells = ContractNeeds.Tells,
        Shown = ContractProjection.View,
        TaggedBy = ContractProjection.Tags,
        WarningCauses = ContractProjection.WarningCauses,
        Facts = ContractFactSource.Facts,
    };
}
