namespace SalesGrid;

/// <summary>Who can see to something that is missing.</summary>
public static class Who
{
    /// <summary>Whoever sent the command, or anybody who may write.</summary>
    public const string Self = "self";

    /// <summary>The salesperson the object belongs to.</summary>
    public const string Owner = "owner";

    /// <summary>Who acts for the owner.</summary>
    public const string Delegate = "delegate";

    /// <summary>The owner's manager.</summary>
    public const string Manager = "manager";

    /// <summary>A member of the deal team.</summary>
    public const string Team = "team";

    /// <summary>Only the grid itself.</summary>
    public const string Grid = "grid";

    /// <summary>Internal control.</summary>
    public const string Controller = "duty:controller";

    /// <summary>Whoever grants credit.</summary>
    public const string Finance = "duty:finance";

    /// <summary>Whoever reviews contracts.</summary>
    public const string Legal = "duty:legal";

    /// <summary>Whoever leads salespeople.</summary>
    public const string SalesManager = "duty:manager";

    /// <summary>Whoever keeps authority and training of people.</summary>
    public const string People = "duty:people";

    /// <summary>Whoever draws up processes, prices and policies.</summary>
    public const string ProcessOwner = "duty:processOwner";

    /// <summary>Whoever brings in history.</summary>
    public const string Importer = "duty:importer";

    /// <summary>Whoever keeps users.</summary>
    public const string Users = "duty:users";

    /// <summary>One person.</summary>
    /// <param name="id">The person's id.</param>
    public static string Person(string id) => $"person:{id}";

    /// <summary>Anybody with one duty.</summary>
    /// <param name="duty">The duty, one.</param>
    public static string Duty(Duties duty)
    {
        var name = duty.ToString();
        return $"duty:{char.ToLowerInvariant(name[0])}{name[1..]}";
    }
}
