using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Users;

namespace SalesGrid.Gateway.Tests;

/// <summary>Rules that a gateway alone can ask: what they are about never leaves it.</summary>
public sealed class GatewayRulesTests
{
    internal static RuleRow[] Rows { get; } =
    [
        new("A password of eleven characters is too short", () => PasswordPolicy.Check("elevenchars"), "CP-PASS-02"),
        new("A password is not the user's id", () => PasswordPolicy.Check("wang.fang.east", "Wang.Fang.East"), "CP-PASS-02"),
        new("Where there are no passwords none is set", () => new NoUsers().Reset("u", "c", "eleven quiet lanterns", default).AsTask().Result, "CP-PASS-04"),
        new("Where there are no passwords nobody signs in with one", () => new NoUsers().ByPassword("u", "eleven quiet lanterns", default).AsTask().Result.Refusal, "CP-PASS-04"),
        new("A subject that is nobody's signs nobody in", () => new NoUsers().BySubject("https://login.example.com/", "s", default).AsTask().Result.Refusal, "CP-LOGIN-01"),
    ];

    public static TheoryData<string> Sentences => [.. Rows.Select(r => r.Says)];

    [Theory, MemberData(nameof(Sentences))]
    public void Its_rules_answer_as_the_table_says(string says)
    {
        var row = Rows.Single(r => r.Says == says);
        Assert.Equal(row.Expected, row.Decide()?.ControlPoint);
    }

    /// <summary>A line: what it says, what is asked, which control point answers.</summary>
    internal sealed record RuleRow(string Says, Func<Refusal?> Decide, string Expected);
}
