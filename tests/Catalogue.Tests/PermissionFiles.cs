using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Users;

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
        Masked(page);
        return page.ToString();
    }

    /// <summary>Who sees which field: by how they stand, and by role.</summary>
    private static void Masked(StringBuilder page)
    {
        var stand = Ways.Where(w => ShownToAttribute.Declared.Any(d => d.To.Standing.HasFlag(w.Way))).ToList();
        page.Append("""

            ## Fields that are masked
            Who reads an object does not see all of it. *Yes* is who sees the field as it is: the columns before the bar by how they stand towards the object (of these, who may write), those after it by role, where the object belongs to the units of the role.
            An administrator's key sees every field. Everybody else sees what is left of it: [people](people.md#what-is-masked). Of a customer in the pool nobody sees any.


            """);
        page.Append(CultureInfo.InvariantCulture, $"| field | {string.Join(" | ", stand.Select(w => w.Name))} | | {string.Join(" | ", Roles().Select(r => $"`{r.Name}`"))} | the others see | where |\n");
        page.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(stand.Select(_ => "---|"))}---|{string.Concat(Roles().Select(_ => "---|"))}---|---|\n");
        foreach (var (field, to) in ShownToAttribute.Declared)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                | {Words(field)} | {string.Join(" | ", stand.Select(w => Yes(to.Standing.HasFlag(w.Way))))} | | {string.Join(" | ", Roles().Select(r => Yes((to.Duties & r.Duties) != 0 || (to.Auditors && r.Audits))))} | {to.Form switch
            {
                MaskForm.Name => "first character",
                MaskForm.Phone => "3 digits and the last 2",
                MaskForm.Email => "what follows the @",
                _ => "nothing",
            }} | {string.Join(", ", Members(field))} |

                """);
        }

        static string Yes(bool sees) => sees ? "yes" : "";
    }

    private static IEnumerable<(string Name, Duties Duties, bool Audits)> Roles() => Enum.GetValues<UserRole>().Where(r => r != UserRole.Administrator)
        .Select(r => (JsonNamingPolicy.CamelCase.ConvertName(r.ToString()), SalesGrid.Users.Roles.RightsOf([r]).Duties, r == UserRole.Auditor));

    private static IEnumerable<string> Members(Fields field) => new[] { typeof(Command).Assembly, typeof(Subjects.ISubjectKind).Assembly, typeof(KindApis).Assembly }
        .SelectMany(a => a.GetTypes())
        .SelectMany(t => MaskedTypes.Members(t).Where(p => p.DeclaringType == t && p.GetCustomAttribute<MaskedAttribute>()?.Field == field).Select(p => $"`{t.Name}.{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}`"))
        .Order(StringComparer.Ordinal);

    private static string Words(Fields field) => string.Concat(field.ToString().Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

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
