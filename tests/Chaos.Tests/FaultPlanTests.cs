using SalesGrid.Chaos.Faults;

namespace SalesGrid.Chaos.Tests;

/// <summary>Plans are made from their seed and nothing else.</summary>
public sealed class FaultPlanTests
{
    private static readonly FaultKind[] All = Enum.GetValues<FaultKind>();

    [Fact]
    public void The_same_seed_gives_the_same_plan_and_another_seed_another()
    {
        var plan = FaultPlan.Make(417, TimeSpan.FromMinutes(10), All);

        Assert.Equal(plan, FaultPlan.Make(417, TimeSpan.FromMinutes(10), All));
        Assert.NotEqual(plan, FaultPlan.Make(418, TimeSpan.FromMinutes(10), All));
        Assert.Equal(plan.Take(5), FaultPlan.Make(417, TimeSpan.FromMinutes(20), All).Take(5));
    }

    [Fact]
    public void Every_kind_comes_once_before_any_comes_again()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var plan = FaultPlan.Make(seed, TimeSpan.FromMinutes(30), All);
            Assert.Equal(All.Order(), plan.Take(All.Length).Select(f => f.Kind).Order());
        }
    }

    [Fact]
    public void Every_fault_begins_after_a_quiet_time_and_ends_before_the_load()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            Assert.All(FaultPlan.Make(seed, TimeSpan.FromMinutes(3), All), fault =>
                Assert.True(fault.At >= TimeSpan.FromSeconds(3) && fault.At + fault.For <= TimeSpan.FromMinutes(3), $"seed {seed}: {fault}"));
        }
    }

    [Fact]
    public void Without_kinds_there_is_no_fault() => Assert.Empty(FaultPlan.Make(1, TimeSpan.FromMinutes(3), []));
}
