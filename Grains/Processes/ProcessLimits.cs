namespace SalesGrid.Processes;

/// <summary>How large a process may be. Beyond a limit the command is refused; nothing is cut off.</summary>
public static class ProcessLimits
{
    public const int StagesMax = 30;

    /// <summary>Evidence kinds, checks, and skips or ways back of one stage.</summary>
    public const int StageItemsMax = 50;

    /// <summary>Loss reasons, win reasons, criteria and activity kinds, each.</summary>
    public const int ListItemsMax = 50;

    /// <summary>Longest stay in a stage that can be asked for, days.</summary>
    public const int MaxDaysMax = 3_650;

    /// <summary>Highest count a check can ask for.</summary>
    public const int CheckCountMax = 1_000;

    /// <summary>Most versions of one process, adoptions of shipped ones included.</summary>
    public const int VersionsMax = 1_000;

    /// <summary>Largest definition, bytes of JSON; the shipped ones have 3 to 5 KiB.</summary>
    public const int DefinitionBytesMax = 64 * 1024;

    /// <summary>
    /// All versions of one process together, bytes of JSON. They are held in the object's head, which has to fit a row of
    /// the smallest store (720 KiB) beside the draft, its authors and what is remembered of commands.
    /// </summary>
    public const int VersionsBytesMax = 384 * 1024;

    /// <summary>How often a draft may be written before it has to be decided on: each time can add an author.</summary>
    public const int RevisionsMax = 200;

    /// <summary>Problems of one definition that are told; it has to be written again anyway.</summary>
    public const int ProblemsMax = 100;

    /// <summary>Beginning of ids that processes of later releases will have; see <see cref="ProcessCatalog"/>.</summary>
    public const string ReservedPrefix = "grid-";
}
