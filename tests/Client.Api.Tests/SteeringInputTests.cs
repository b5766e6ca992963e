using System.Net;

namespace SalesGrid.Gateway.Tests;

/// <summary>What steers an opportunity and cannot be read, over HTTP.</summary>
public sealed class SteeringInputTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    [Theory]
    [InlineData("evaluate", """{"scores":null}""")]
    [InlineData("evaluate", """{}""")]
    [InlineData("map-person", """{"person":null}""")]
    [InlineData("map-person", """{"person":{"id":"P","name":"x","role":"coach","stance":"friend"}}""")]
    [InlineData("map-person", """{"person":{"id":"P","name":"x","role":"coach","influence":9}}""")]
    [InlineData("plan-next-step", """{"nextStep":"x","nextStepOn":"2020-01-01"}""")]
    [InlineData("name-competitors", """{"names":[null]}""")]
    [InlineData("set-product-lines", """{"lines":[null]}""")]
    [InlineData("set-product-lines", """{"lines":[{"product":"x","quantity":-1}]}""")]
    [InlineData("forecast", """{"category":1}""")]
    [InlineData("forecast", """[]""")]
    [InlineData("request-stage-approval", """{"by":"nobody"}""")]
    [InlineData("reject-stage", """{"reason":""}""")]
    public async Task Bad_input_is_said_to_be_bad(string command, string body)
    {
        var id = shared.NewId();
        Assert.Equal(HttpStatusCode.Created, (await shared.Gateway.Post("/api/opportunities", new { id, ownerId = "S1" })).Status);
        var answer = await shared.Gateway.Send(HttpMethod.Post, $"/api/opportunities/{id}/{command}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
    }
}
