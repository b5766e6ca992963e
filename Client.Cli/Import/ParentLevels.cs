namespace SalesGrid.Import;

/// <summary>
/// How many parents above it a row has within its own table: 0 for most. The grid takes no parent that it does not know, so rows
/// are sent level by level.
/// </summary>
public sealed class ParentLevels
{
    /// <summary>Rows that have more above them, or whose parents form a circle, come last; the grid refuses what is wrong with them.</summary>
    private const int Max = 10;

    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);

    private ParentLevels()
    {
    }

    /// <summary>The highest level.</summary>
    public int Last { get; private set; }

    /// <summary>Reads the parents of a table. Only rows that have one are kept.</summary>
    public static ParentLevels Read(TableSource source, RowTranslator translator)
    {
        var levels = new ParentLevels();
        if (!translator.HasParents)
            return levels;
        var check = new RowCheck();
        using (var rows = source.OpenRows())
        {
            while (rows.Read())
            {
                check.Reset();
                translator.CheckForm(rows, check);
                if (check.Problem is null && translator.Id(rows, check) is var id && translator.Parent(rows, check) is { } parent)
                    levels.parents[id] = parent;
            }
        }
        levels.Last = levels.parents.Keys.Select(levels.Of).DefaultIfEmpty(0).Max();
        return levels;
    }

    /// <summary>The level of a row.</summary>
    public int Of(string id)
    {
        var level = 0;
        while (level < Max && parents.TryGetValue(id, out var parent))
        {
            level++;
            id = parent;
        }
        return level;
    }
}
