namespace SalesGrid.Warnings;

/// <summary>When to warn, as this silo knows it: what is shipped, until it has heard what the company set.</summary>
public sealed class WarningPolicySource
{
    private readonly Lock gate = new();
    private WarningPolicy current = ShippedWarnings.Policy;
    private bool known;

    /// <summary>The policy in force.</summary>
    public WarningPolicy Current => Volatile.Read(ref current);

    /// <summary>
    /// True once it is known which policy the company has set. Before, nobody may be warned: it would be by the shipped
    /// policy, whatever the company decided.
    /// </summary>
    public bool IsKnown => Volatile.Read(ref known);

    /// <summary>Warns by this policy from now on, unless a newer one is known already.</summary>
    public void Adopt(WarningPolicy policy)
    {
        lock (gate)
        {
            if (policy.Version > current.Version)
                Volatile.Write(ref current, policy);
            Volatile.Write(ref known, true);
        }
    }
}
