using SalesGrid.Gateway.Subjects;
using SalesGrid.Targets;

namespace SalesGrid.Gateway.Targets;

/// <summary>The commands of the targets of a period.</summary>
public static class TargetApi
{
    /// <summary>Their commands. The id is the period, so no id is ever made up.</summary>
    public static KindApi Api { get; } = new("target", "targets", "T", "Targets", KindView.Of<TargetView>("target", v => v.Version),
    [
        new("draft", typeof(DraftTargets), "编制目标 · Draw up the whole plan of a period, in place of the draft there may be",
            new
            {
                company = new { amount = 3_000_000, currency = "CNY" },
                teams = new[]
                {
                    new
                    {
                        team = "华东一组",
                        amount = new { amount = 3_000_000, currency = "CNY" },
                        people = new[]
                        {
                            new { person = "S-017", amount = new { amount = 1_800_000, currency = "CNY" } },
                            new { person = "S-018", amount = new { amount = 1_200_000, currency = "CNY" } },
                        },
                    },
                },
                note = "第四季度",
            }),
        new("approve", typeof(ApproveTargets), "批准目标 · Put the draft in force; not by whoever drew it up", new { draft = 1 }),
    ]);
}
