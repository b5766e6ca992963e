using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Units;

/// <summary>Units of the organisation as they are reached from outside.</summary>
public static class UnitApi
{
    /// <summary>A reorganisation.</summary>
    internal static readonly object ExampleReorganisation = new
    {
        effectiveOn = "2027-01-01",
        moves = new object[] { new { unit = "U-EAST-1", parent = "U-EAST", headId = "S-009" }, new { person = "S-017", unit = "U-EAST-1" }, new { unit = "U-EAST-2", vacant = true } },
        reason = "2027 年组织调整",
    };

    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("unit", "units", "U", "Organisation", new()
    {
        Shape = typeof(UnitView),
        ListedShape = typeof(UnitEntry),
        NotFound = ControlPoints.UnitMustExist,
        One = static async (http, grid, id) => await grid.Ask(grid.Unit(id), static u => u.Get(), http.RequestAborted) is { } view ? (view, view.Version) : null,
        HasTags = false,
        // The tree is one object: all of it is there from the first start, and a page of it is never half old.
        Page = static async (http, grid, query) =>
        {
            var tree = (await grid.Ask(grid.Unit(UnitCommand.Company), static u => u.Tree(-1), http.RequestAborted))!;
            var left = tree.Units.Where(u => query.After is not { } after || SubjectId.Comparer.Compare(u.Id, after.Id) > 0).ToArray();
            var items = left.Take(query.Limit).ToArray();
            return new([.. items], tree.Units.Length, items.Length < left.Length ? items[^1].Id : null, $"{tree.Version}");
        },
    },
    [
        new("create", typeof(CreateUnit), "设立组织单元 · Set up a unit: region, department or team",
            new { id = "U-EAST-1", name = "华东一组", kind = "team", parent = "company", headId = "S-009" }, Creates: true)
        {
            Description = "上级留空即属于公司;负责人须在职,且不能是办理人自己。 Without a parent it lies in the company; its head is active, and not the sender.",
        },
        new("rename", typeof(RenameUnit), "更名 · Give it another name", new { name = "华东二组" }),
        new("move", typeof(MoveUnit), "调整上级 · Put it into another unit, from a day on", new { parent = "company", from = "2027-01-01" })
        {
            Description = "立即或自某日起生效;任何一天都不会形成环。 At once or from a day on; on no day is there a circle.",
        },
        new("set-head", typeof(SetUnitHead), "任命负责人 · Say who leads it; null for nobody", new { headId = "S-009" })
        {
            Description = "负责人是本单元及其下所有人员的主管;不能任命自己,也不能任命自己的主管。 The head manages everybody in it and below; nobody names themselves, or a manager of their own.",
        },
        new("reorganise", typeof(Reorganise), "组织调整 · Several moves of people, units and heads as one: all of them or none. Sent to the company", ExampleReorganisation)
        {
            Description = """
                moves 逐项为 {person, unit}、{unit, parent}、{unit, headId} 或 {unit, vacant: true};各项按顺序适用其单独办理时的规则。先看 POST /api/units/company/reorganise/preview。
                Each of moves is {person, unit}, {unit, parent}, {unit, headId} or {unit, vacant: true}; each meets the rules it would meet alone, after those before it. Look at POST /api/units/company/reorganise/preview first.
                """,
        },
        new("close", typeof(CloseUnit), "关闭 · Close it for good; nobody and no open unit may be in it"),
    ])
    { ReadableBy = ReadableBy.Everybody, MovesScopes = true };
}
