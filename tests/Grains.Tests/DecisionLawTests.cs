using CsCheck;
using SalesGrid.Decisions;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;

namespace SalesGrid.Grains.Tests;

/// <summary>The law: what was decided is decided the same again, on what it was decided on, whatever has happened since.</summary>
public sealed class DecisionLawTests
{
    private const int Stories = 25;
    private const int CommandsEach = 60;

    [Fact]
    public async Task Every_decision_of_a_story_is_made_the_same_again()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var (stories, decided) = (0, 0);
        await Gen.Select(CanLawTests.Commands, CanLawTests.Callers).Array[CommandsEach].SampleAsync(async story =>
        {
            var number = Interlocked.Increment(ref stories);
            var subject = grid.Subject($"opportunity/D{number}");
            await grid.Open($"D{number}");
            foreach (var (command, (name, duties)) in story)
                await subject.Do(command, grid.By(name, duties));
            // The owners are others meanwhile: at another place, and gone in some stories.
            await grid.Salesperson("S1").Execute(new MoveSalesperson(new("Elsewhere", $"R{number}")), grid.Command());
            for (var version = 1; await subject.Decision(version) is { } receipt; version = receipt.After + 1)
            {
                var again = await subject.Recompute(receipt);
                Assert.True(again.Outcome == RecomputeOutcome.Same, $"{receipt.Command} {receipt.Content} at {receipt.Before}: {again.Outcome} {again.Reason?.En} {again.RefusedBy} {string.Join(' ', again.Events.IsDefault ? [] : again.Events.Select(e => e.Data))}, was {string.Join(' ', receipt.Events.Select(e => e.Data))}");
                Interlocked.Increment(ref decided);
            }
        }, iter: Stories);
        Assert.True(decided > Stories * 5, $"Only {decided} decisions.");
    }

    [Fact]
    public async Task A_rule_that_is_another_one_now_is_told_and_nothing_is_changed()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore(), silos: 1);
        var till = grid.Subject("till/planted");
        await GridCluster.Accepted(till.Do(new FillTill(100), grid.Command()));
        var receipt = await till.Decision(1);
        Assert.Equal(RecomputeOutcome.Same, (await till.Recompute(receipt!)).Outcome);
        TillGrain.PlantedRule["planted"] = 1;
        var again = await till.Recompute(receipt!);
        Assert.Equal(RecomputeOutcome.Differs, again.Outcome);
        Assert.Contains("101", again.Events[0].Data, StringComparison.Ordinal);
        Assert.Equal((1, null), ((await till.Owner()).Version, await till.Decision(2)));
        // Rules of another version are asked all the same, and said to be others.
        TillGrain.PlantedRule.Clear();
        var older = await till.Recompute(receipt! with { Rules = "00000000" });
        Assert.Equal((RecomputeOutcome.Same, "00000000", RulesVersion.Current), (older.Outcome, older.RulesThen, older.RulesNow));
    }

    [Fact]
    public async Task What_cannot_be_shown_again_is_said_and_a_command_that_was_not_carried_out_is_found_out()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var subject = grid.Subject("opportunity/O1");
        var receipt = (await subject.Decision(1))!;
        Assert.Contains(receipt.Inputs, i => i == new InputVersion("salesperson/S1", 1));
        Assert.Contains(receipt.Inputs, i => i == new InputVersion("customer/C1", 1));
        foreach (var broken in new[]
        {
            // An input that was not noted, one that never was, one too many, a command of nobody, one that was changed, none at all.
            receipt with { Inputs = [] },
            receipt with { Inputs = [.. receipt.Inputs.Select(i => i with { Version = 77 })] },
            receipt with { MoreInputs = true },
            receipt with { Command = "NoSuchCommand" },
            receipt with { Content = receipt.Content!.Replace("Lathe", "Other", StringComparison.Ordinal) },
            receipt with { Content = null },
            receipt with { Command = null },
        })
        {
            var again = await subject.Recompute(broken);
            Assert.Equal(RecomputeOutcome.Cannot, again.Outcome);
            Assert.NotNull(again.Reason);
        }
        Assert.Equal(RecomputeOutcome.Same, (await subject.Recompute(receipt)).Outcome);
        Assert.Equal(RecomputeOutcome.Differs, (await subject.Recompute(receipt with { RefusedBy = ControlPoints.OwnerMustBeKnown.Id })).Outcome);
    }
}
