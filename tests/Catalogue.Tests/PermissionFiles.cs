using System.Globalization;
using System.Text;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Catalogue.Tests;

/// <summary>The page of who may send what.</summary>
internal static class PermissionFiles
{
    /// <summary>Where it is.</summary>
    public static string Page => Path.Combine(CatalogueFiles.Root(), "docs", "permissions.md");

    /// <summary>Its text.</summary>
    /// <param name="commands">Every type of command.</param>
    public static string Markdown(IReadOnlyCollection<Type> commands)
    {
        var page = new StringBuilder();
        page.Append("""
            # Who may send which command

            Generated from what each command declares; do not edit. After a change: `UPDATE_CATALOGUE=1 dotnet test tests/Catalogue.Tests`.
            What the words mean, and what is asked where, is in [people](people.md#who-may-send-a-command-cp-who-01). Any of those named is enough.
            An administrator (`GRID_ADMIN_KEY`, keys of the role `Admin`) may send all but what the grid sends, except about themselves where *never* says so.
            What a user answers for follows from their roles: [identity](identity.md#roles). The role `administrator` of a user brings `Users` and nothing else.
            Rules of the object come after that: they ask for its state and history, and some tell in their own words that a command is not for somebody (*told by*).

            """);
        foreach (var kind in KindApis.All.Where(k => !k.Commands.IsEmpty))
        {
            Head(page, kind.Kind);
            foreach (var route in kind.Commands)
                Row(page, $"{kind.Kind}.{route.Name}", route.Command);
        }
        Head(page, "every kind");
        foreach (var route in ControlRoutes.All)
            Row(page, route.Name, route.Command);
        Head(page, "without a door");
        foreach (var command in commands.Except(KindApis.Commands.Values.Select(c => c.Route.Command)).OrderBy(t => t.Name, StringComparer.Ordinal))
            Row(page, command.Name, command);
        return page.ToString();
    }

    private static void Head(StringBuilder page, string title) => page.Append(CultureInfo.InvariantCulture, $"""

        ## {title}
        | command | who | duty | never | told by |
        |---|---|---|---|---|

        """);

    private static void Row(StringBuilder page, string name, Type command)
    {
        var by = SentByAttribute.Of(command);
        var who = Ways.Where(w => by.Standing.HasFlag(w.Way)).Select(w => w.Name);
        var duties = Enum.GetValues<Duties>().Where(d => d != Duties.None && by.Duties.HasFlag(d))
            .Select(d => d == Duties.Grid ? "the grid" : d.ToString());
        var never = by.NeverByOwner ? "the person" : by.IsImport ? "who opened the window" : "";
        var told = by.ToldBy.Select(field => ((ControlPoint)typeof(ControlPoints).GetField(field)!.GetValue(null)!).Id);
        page.Append(CultureInfo.InvariantCulture,
            $"| `{name}` | {string.Join(", ", who)} | {string.Join(", ", duties)}{(by.IsImport ? ", in an import window" : "")} | {never} | {string.Join(", ", told)} |\n");
    }

    private static readonly (Standing Way, string Name)[] Ways =
    [
        (Standing.Owner, "owner"), (Standing.Delegate, "delegate"), (Standing.Manager, "manager above"), (Standing.DealTeam, "deal team"),
        (Standing.Unowned, "anybody while nobody owns it"), (Standing.Anybody, "anybody who may write"), (Standing.Asked, "whom the object asks"),
    ];
}
