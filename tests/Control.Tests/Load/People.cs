namespace SalesGrid.Control.Tests.Load;

/// <summary>Everybody in the play.</summary>
internal static class People
{
    public const int Reps = 12;
    public const int Customers = 40;

    /// <summary>What an administrator answers for.</summary>
    public const Duties Everything = Duties.Manager | Duties.Finance | Duties.Legal | Duties.Controller | Duties.ProcessOwner | Duties.People;

    /// <summary>A family by chance.</summary>
    public static Family FamilyOf(int number, Random random)
    {
        var rep = random.Next(Reps);
        return new(number, $"S{rep}", $"S{(rep + 1 + random.Next(Reps - 1)) % Reps}", "M1", $"C{random.Next(Customers)}");
    }
}
