using System.Net;

namespace SalesGrid.Gateway.Tests;

/// <summary>Questions about controls that cannot be answered as they are asked.</summary>
public sealed class ControlQuestionsTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    [Theory]
    [InlineData("/api/refusals?controlPoint=stage", "controlPoint")]
    [InlineData("/api/refusals?subject=O1", "subject")]
    [InlineData("/api/refusals?subject=/O1", "subject")]
    [InlineData("/api/refusals?from=yesterday", "from")]
    [InlineData("/api/refusals?from=0001-01-01", "from")]
    [InlineData("/api/refusals?to=9999-12-31", "to")]
    [InlineData("/api/refusals?from=2026-02-01&to=2026-01-01", "to")]
    [InlineData("/api/refusals?limit=0", "limit")]
    [InlineData("/api/refusals?limit=501", "limit")]
    [InlineData("/api/refusals?after=!!!", "after")]
    [InlineData("/api/refusals?after=bnVsbA", "after")]
    [InlineData("/api/refusals?after=OTIyMzM3MjAzNjg1NDc3NTgwNyB4", "after")]
    [InlineData("/api/refusals?actor=a&actor=b", "actor")]
    [InlineData("/api/refusals?aktor=a", "aktor")]
    [InlineData("/api/refusals/counts?from=2026-01-01", "from")]
    [InlineData("/api/refusals/counts?controlPoint=x", "controlPoint")]
    [InlineData("/api/overrides?state=maybe", "state")]
    [InlineData("/api/overrides?state=1", "state")]
    [InlineData("/api/overrides?limit=x", "limit")]
    [InlineData("/api/overrides?after=x", "after")]
    [InlineData("/api/controls?source=S21", "source")]
    [InlineData("/api/controls?source=s5", "source")]
    [InlineData("/api/controls?overridable=yes", "overridable")]
    [InlineData("/api/controls?system=S5", "system")]
    public async Task A_bad_parameter_is_named(string path, string field)
    {
        var answer = await shared.Gateway.Get(path);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
    }
}
