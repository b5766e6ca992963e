namespace SalesGrid.Opportunities;

// What a command has to know of the people around the opportunity. Most commands have to know nothing of them.
public static partial class OpportunityRules
{
    /// <summary>Which of the people around an opportunity the rules of a command ask about.</summary>
    public static PeopleNeeded KnowledgeFor(OpportunityCommand command, Duties duties) => command switch
    {
        // Qualifications and authority. DecisionContext for at every step, so a view some seconds old will do.
        AdvanceStage or WinOpportunity => PeopleNeeded.OwnerLately,
        ReassignOpportunity when (duties & Duties.Manager) == 0 => PeopleNeeded.OwnerAndManager,
        ApproveStage or RejectStage => PeopleNeeded.OwnerAndManager,
        SetDealTeam or ReplaceTeamMember { To: not null } => PeopleNeeded.OwnerAndAllAbove,
        SplitCredit { Shares.IsDefaultOrEmpty: true } or CorrectCredit { Shares.IsDefaultOrEmpty: true } => PeopleNeeded.Owner,
        _ => PeopleNeeded.Nobody,
    };

    /// <summary>Whom a command begins an opportunity for; null for one that begins none.</summary>
    public static string? BegunFor(OpportunityCommand command) => command switch
    {
        OpenOpportunity c => c.OwnerId,
        ImportOpportunity c => c.OwnerId,
        _ => null,
    };

    /// <summary>True for a refusal that rests on what is known of the owner: one that must not rest on an old view.</summary>
    public static bool RestsOnOwner(Refusal? refusal) =>
        refusal is not null
        && (refusal.Names(ControlPoints.TrainingMustBeCurrent) || refusal.Names(ControlPoints.DealSizeMustBeApproved)
            || refusal.Names(ControlPoints.RateMustBeKnown));
}

/// <summary>The people around an opportunity a command asks about.</summary>
public enum PeopleNeeded
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>The owner, as known some seconds ago.</summary>
    OwnerLately,

    /// <summary>The owner, as they are now.</summary>
    Owner,

    /// <summary>The owner and the owner's manager, as they are now.</summary>
    OwnerAndManager,

    /// <summary>The owner and everybody above, as they are now.</summary>
    OwnerAndAllAbove,
}
