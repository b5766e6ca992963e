using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>The line between a client and the service; a test decides what becomes of each request on it.</summary>
/// <param name="carry">Given the request and the way on.</param>
internal sealed class Line(Func<HttpMessage, Func<Task>, Task> carry) : HttpPipelinePolicy
{
    /// <summary>The next change is carried out and its answer lost.</summary>
    public static Line LosesAnswer() => OnNextChange(async (_, send) =>
    {
        await send();
        throw new RequestFailedException("The line went dead before the answer.");
    });

    /// <summary>The next change never arrives.</summary>
    public static Line LosesRequest() => OnNextChange((_, _) => throw new RequestFailedException("The line went dead before the request."));

    /// <summary>The service is busy: it does not carry the next change out.</summary>
    public static Line AnswersBusy() => OnNextChange((message, _) =>
    {
        message.Response = new Busy();
        return Task.CompletedTask;
    });

    /// <summary>The service is away for all requests, from when <paramref name="leave"/> is called.</summary>
    public static Line AwayWhen(out Action leave)
    {
        var away = false;
        leave = () => away = true;
        return new((message, send) =>
        {
            if (!away)
                return send();
            message.Response = new Busy();
            return Task.CompletedTask;
        });
    }

    /// <summary>Queries are answered in small pages, and something happens after each of them, until it has happened so often.</summary>
    public static Line AfterEachPage(int rows, Func<Task> act, int times)
    {
        var left = times;
        return new(async (message, send) =>
        {
            if (message.Request.Method == RequestMethod.Get && message.Request.Uri.Query.Contains("$filter", StringComparison.Ordinal)
                && !message.Request.Uri.Query.Contains("$top", StringComparison.Ordinal))
            {
                message.Request.Uri.AppendQuery("$top", $"{rows}");
            }
            await send();
            if (message.Request.Method == RequestMethod.Get && message.Response.Headers.Contains("x-ms-continuation-NextRowKey") && left-- > 0)
                await act();
        });
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Membership is asynchronous throughout.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        await carry(message, () => ProcessNextAsync(message, pipeline).AsTask());

    private static Line OnNextChange(Func<HttpMessage, Func<Task>, Task> carry)
    {
        var done = false;
        return new((message, send) =>
        {
            if (done || !message.Request.Uri.ToString().Contains("$batch", StringComparison.Ordinal))
                return send();
            done = true;
            return carry(message, send);
        });
    }

    private sealed class Busy : Response
    {
        public override int Status => 503;

        public override string ReasonPhrase => "Server Busy";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => (value = null) is not null;

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values) => (values = null) is not null;
    }
}
