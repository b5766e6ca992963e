namespace SalesGrid.Users;

/// <summary>
/// Passwords that were tried and not found right, as far as they still count. One counts from the moment it is tried, so that many at once are no more than one after
/// the other.
/// </summary>
/// <param name="recorded">Wrong ones the ledger knows of.</param>
internal sealed class PasswordTries(WrongPasswords? recorded)
{
    private readonly List<DateTimeOffset> begun = recorded is null ? [] : [.. Enumerable.Repeat(recorded.Since, recorded.Failed)];
    private int wrong = recorded?.Failed ?? 0;

    /// <summary>How many count.</summary>
    public int Count => begun.Count;

    /// <summary>When the first of them was.</summary>
    public DateTimeOffset Since => begun[0];

    /// <summary>Begins one more; false where there are too many.</summary>
    public bool Begin(DateTimeOffset now)
    {
        var over = begun.RemoveAll(at => at <= now - SignInRules.Window);
        wrong = Math.Max(0, wrong - over);
        if (begun.Count >= SignInRules.WrongMax)
            return false;
        begun.Add(now);
        return true;
    }

    /// <summary>One was wrong; how many were, of those that count.</summary>
    public int Wrong() => ++wrong;
}
