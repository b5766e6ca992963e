namespace SalesGrid.Domain.Tests;

public sealed class WarningRegisterTests
{
    private static readonly Warning Stalled = Of("stalled:1", 3);

    [Fact]
    public void Open_warnings_are_listed_by_when_they_must_be_answered()
    {
        var register = new WarningRegister();
        register.Put("opportunity/O-1", [Of("a", 5), Of("b", 1)]);
        register.Put("contract/K-1", [Of("c", 3)]);
        Assert.Equal(["b", "c", "a"], Ids(register, new()));
        var page = register.Query(new(Limit: 2));
        Assert.Equal((3, 2), (page.Total, page.Items.Length));
        Assert.Equal(["a"], Ids(register, new(After: page.Items[1].Place)));
    }

    [Fact]
    public void They_are_narrowed_by_owner_level_code_and_kind()
    {
        var register = new WarningRegister();
        register.Put("opportunity/O-1", [Stalled with { Id = "a", Owner = "S-002" }, Stalled with { Id = "b", Level = WarningLevel.Critical }]);
        register.Put("contract/K-1", [Stalled with { Id = "c", Code = "overdue" }]);
        register.Put("contract-x/K-1", [Stalled with { Id = "d" }]);
        Assert.Equal(["a"], Ids(register, new(Owner: "S-002")));
        Assert.Equal(["b"], Ids(register, new(Level: WarningLevel.Critical)));
        Assert.Equal(["c"], Ids(register, new(Code: "overdue")));
        Assert.Equal(["c"], Ids(register, new(Kind: "contract")));
        Assert.Empty(Ids(register, new(Kind: "contract", Owner: "S-002")));
    }

    [Fact]
    public void A_closed_warning_leaves_the_open_ones_and_the_last_closed_come_first()
    {
        var register = new WarningRegister();
        register.Put("opportunity/O-1", [Stalled, Of("other", 4)]);
        register.Put("opportunity/O-1", [Stalled with { ClosedAt = World.Now }, Of("other", 4)]);
        register.Put("opportunity/O-2", [Of("later", 9) with { ClosedAt = World.Now.AddDays(1) }]);
        Assert.Equal(["other"], Ids(register, new()));
        Assert.Equal(["later", "stalled:1"], Ids(register, new(Closed: true)));
        register.Put("opportunity/O-1", []);
        Assert.Empty(Ids(register, new()));
        Assert.Equal(["later"], Ids(register, new(Closed: true)));
    }

    [Fact]
    public void Only_the_last_thousand_closed_are_listed_and_no_open_one_is_lost()
    {
        var register = new WarningRegister();
        for (var i = 0; i < 1_500; i++)
            register.Put($"opportunity/O-{i}", [Of("open", 1), Of("closed", 1) with { ClosedAt = World.Now.AddMinutes(i) }]);
        Assert.Equal(1_500, register.Query(new()).Total);
        var closed = register.Query(new(Closed: true, Limit: 500));
        Assert.Equal((1_000, "opportunity/O-1499"), (closed.Total, closed.Items[0].Place.Subject));
        // What fell out can still change.
        register.Put("opportunity/O-0", []);
        register.Put("opportunity/O-1499", []);
        Assert.Equal((1_498, 999), (register.Query(new()).Total, register.Query(new(Closed: true)).Total));
    }

    private static Warning Of(string id, int days) => new()
    {
        Id = id,
        Code = "stalled",
        Level = WarningLevel.Warning,
        Owner = "S-001",
        Text = new("停滞", "Stalled"),
        DueAt = World.Now,
        RaisedAt = World.Now,
        RespondBy = World.Now.AddDays(days),
    };

    private static IEnumerable<string> Ids(WarningRegister register, WarningQuery query) => register.Query(query).Items.Select(i => i.Warning.Id);
}
