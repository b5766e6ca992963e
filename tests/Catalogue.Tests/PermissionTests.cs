using System.Reflection;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Catalogue.Tests;

/// <summary>Every command says who may send it, and the page of it is what they say.</summary>
public sealed class PermissionTests
{
    private static readonly Type[] Commands =
        [.. typeof(Command).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(Command)) && !t.IsAbstract)];

    [Fact]
    public void Every_command_says_itself_who_may_send_it()
    {
        Assert.True(Commands.Length > 90, $"Only {Commands.Length} commands were found.");
        Assert.Empty(Undeclared(Commands));
        // The check finds one that says nothing, and one whose ancestor alone does.
        Assert.Equal([nameof(SaysNothing), nameof(LeavesItToOthers)], Undeclared([typeof(SaysNothing), typeof(LeavesItToOthers), typeof(Says)]));
    }

    [Fact]
    public void What_is_declared_is_somebody_and_what_tells_of_it_is_there()
    {
        foreach (var (command, by) in Commands.Select(c => (c, SentByAttribute.Of(c))))
        {
            Assert.True(by.Standing != Standing.None || by.Duties != Duties.None, $"{command.Name} is for nobody.");
            Assert.False(by.Duties.HasFlag(Duties.Administrator), $"{command.Name}: an administrator needs no naming.");
            Assert.All(by.ToldBy, name => Assert.Contains(ControlPoints.All.Values, point => ControlPoints.NameOf(point.Id) == name));
        }
    }

    [Fact]
    public void A_delegation_names_commands_as_their_doors_do()
    {
        var doors = KindApis.All.SelectMany(kind => kind.Commands.Select(c => (c.Command, Name: $"{kind.Kind}.{c.Name}"))).ToLookup(d => d.Command, d => d.Name);
        foreach (var (command, by) in Commands.Select(c => (c, SentByAttribute.Of(c))))
            Assert.True(by.Act is null || doors[command].SequenceEqual([by.Act]), $"{command.Name} is delegated as {by.Act}, and sent as {string.Join(", ", doors[command])}.");
    }

    [Fact]
    public void What_only_the_grid_sends_has_no_door_and_the_rest_has_one()
    {
        var doors = KindApis.Commands.Values.Select(c => c.Route.Command).ToHashSet();
        Assert.Equal(
            Commands.Where(c => SentByAttribute.Of(c).IsOfGrid).Select(c => c.Name).Order(StringComparer.Ordinal),
            // A password is in no command, so what sets one has a door of its own (UserSignInEndpoints).
            Commands.Where(c => !doors.Contains(c) && c != typeof(SalesGrid.Users.SetPassword)).Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_is_up_to_date()
    {
        var page = PermissionFiles.Markdown(Commands);
        if (Environment.GetEnvironmentVariable(CatalogueTests.Update) == "1")
            File.WriteAllText(PermissionFiles.Page, page);
        Assert.True(File.Exists(PermissionFiles.Page) && File.ReadAllText(PermissionFiles.Page) == page,
            $"docs/permissions.md is not what the commands declare. Run: {CatalogueTests.Update}=1 dotnet test tests/Catalogue.Tests");
    }

    private static string[] Undeclared(IEnumerable<Type> commands) =>
        [.. commands.Where(c => c.GetCustomAttribute<SentByAttribute>(inherit: false) is null).Select(c => c.Name)];

    private sealed record SaysNothing : Command;

    [SentBy(Standing.Anybody)]
    private abstract record SaysForOthers : Command;

    private sealed record LeavesItToOthers : SaysForOthers;

    [SentBy(Standing.Anybody)]
    private sealed record Says : Command;
}
