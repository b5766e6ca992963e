using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Kpis;

public sealed class KpisTests
{
    [Fact]
    public async Task A_dimension_there_is_not_is_refused_in_plain_words()
    {
        using var place = new Workplace();
        await using var grid = await StubGrid.Start();
        Assert.NotEqual(0, await place.Run("kpis", "--group-by", "bogus", "--server", grid.Url, "--key", "key-for-tests"));
        Assert.Contains("'bogus' is not one of region, team", place.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("{", place.Errors, StringComparison.Ordinal);
    }
}
