namespace SalesGrid.Domain.Tests;

/// <summary>Whether one can win from every stage, asked of the validator and found by walking.</summary>
public sealed class ProcessRouteLawTests
{
    /// <summary>A process of up to seven stages with ways back, skips and wins by chance; some ways lead nowhere or the wrong way.</summary>
    private static Gen<ProcessDefinition> Definition { get; } = Gen.Int[1, 7].SelectMany(count => Gen.Select(
        Gen.Int[0, 5].Select(n => n == 0).Array[count],
        Gen.Int[0, count].Array[0, 2].Array[count], Gen.Int[0, count].Array[0, 2].Array[count], Gen.Int[0, 3],
        (wins, back, skips, tidy) => Tender.Definition with
        {
            Stages =
            [
                .. Enumerable.Range(0, count).Select(i => Tender.Stage($"s{i}", 50, wins[i]) with
                {
                    // Mostly ways that lead where they may, or nothing would be left to walk.
                    MayReturnTo = [.. back[i].Where(to => tidy == 0 || to < i).Distinct().Select(to => $"s{to}")],
                    MaySkipTo = [.. skips[i].Where(to => tidy == 0 || (to > i && to < count)).Distinct().Select(to => $"s{to}")],
                }),
            ],
        }));

    [Fact]
    public void A_definition_is_accepted_exactly_where_walking_finds_a_win_from_every_stage() =>
        Definition.Sample(d => Assert.Equal(WalksToWin(d), ProcessValidator.Check(d).IsEmpty), iter: 5_000);

    [Fact]
    public void Both_answers_come_often_enough_to_mean_something()
    {
        var accepted = 0;
        Definition.Sample(d => accepted += ProcessValidator.Check(d).IsEmpty ? 1 : 0, iter: 2_000, threads: 1);
        Assert.InRange(accepted, 100, 1_900);
    }

    [Fact]
    public void Every_stage_of_an_accepted_definition_can_be_come_to() => Definition.Where(d => ProcessValidator.Check(d).IsEmpty).Sample(
        d => Assert.All(d.Stages, s => Assert.Contains(s.Id, Come(d, d.Stages[0].Id))), iter: 500);

    [Fact]
    public void A_check_that_forgets_the_ways_back_is_caught() => Assert.Throws<CsCheckException>(() =>
        Definition.Sample(d => Assert.Equal(WalksToWin(d), WithoutWaysBack(d)), iter: 5_000));

    [Fact]
    public void A_check_that_looks_at_the_first_stage_only_is_caught() => Assert.Throws<CsCheckException>(() =>
        Definition.Sample(d => Assert.Equal(WalksToWin(d), WellFormed(d) && Come(d, d.Stages[0].Id).Any(id => d.Stage(id).MayWin)), iter: 5_000));

    /// <summary>Forwards from each stage, by what an opportunity may do there: the other way round than the validator looks.</summary>
    private static bool WalksToWin(ProcessDefinition d) =>
        WellFormed(d) && d.Stages.All(s => Come(d, s.Id).Any(id => d.Stage(id).MayWin));

    private static bool WellFormed(ProcessDefinition d) => d.Stages.All(s =>
        s.MayReturnTo.All(to => d.IndexOf(to) >= 0 && d.IndexOf(to) < d.IndexOf(s.Id)) && s.MaySkipTo.All(to => d.IndexOf(to) > d.IndexOf(s.Id)));

    private static bool WithoutWaysBack(ProcessDefinition d) => WellFormed(d) && d.Stages[^1].MayWin;

    private static HashSet<string> Come(ProcessDefinition d, string from)
    {
        var seen = new HashSet<string>();
        Walk(from);
        return seen;

        void Walk(string id)
        {
            if (!seen.Add(id))
                return;
            var stage = d.Stage(id);
            if (d.IndexOf(id) + 1 < d.Stages.Length)
                Walk(d.Stages[d.IndexOf(id) + 1].Id);
            foreach (var to in stage.MayReturnTo.Concat(stage.MaySkipTo))
                Walk(to);
        }
    }
}
