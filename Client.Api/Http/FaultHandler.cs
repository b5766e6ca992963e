using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using SalesGrid.Gateway.Kpis;

namespace SalesGrid.Gateway.Http;

/// <summary>Turns what was thrown into a problem: the caller's mistakes into 400, an unknown outcome into 503, a bug into 500 without its details.</summary>
public sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> logger) : IExceptionHandler
{
    private static readonly LocalText SendAgain = new("以同一命令编号(Idempotency-Key)重试即可得知结果。", "Send the same command again with the same Idempotency-Key to find out.");

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true;
        var problem = exception switch
        {
            BadHttpRequestException e => BadRequest(httpContext, e),
            JsonException e => BadJson(httpContext, e),
            TooManyGroupsException => Problems.Details(httpContext, 400, "too-many-groups",
                new("分组过多。", "Too many groups."), new("减少维度或缩小期间。", "Ask for fewer dimensions or a shorter period.")),
            _ when IsUnknownOutcome(exception) => Unknown(httpContext, exception),
            _ => Bug(httpContext, exception),
        };
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }

    /// <summary>True for failures that leave open whether a command was carried out.</summary>
    public static bool IsUnknownOutcome(Exception exception) =>
        exception is TimeoutException or SalesGrid.Ledger.LedgerUnavailableException or Orleans.Runtime.OrleansException or OperationCanceledException;

    private static ProblemDetails BadRequest(HttpContext http, BadHttpRequestException e)
    {
        if (e.InnerException is JsonException json)
            return BadJson(http, json);
        return e.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? Problems.Details(http, 413, "body-too-large", new("请求体过大。", "The body is too large."), new("分批发送。", "Send it in parts."))
            : e.StatusCode == StatusCodes.Status415UnsupportedMediaType
            ? Problems.Details(http, 415, "not-json", new("请求体须为 JSON。", "The body must be JSON."), new("将 Content-Type 设为 application/json。", "Set Content-Type to application/json."))
            : NoBody(http, e.StatusCode);
    }

    /// <summary>What the framework says of a request it cannot read is not for callers: nearly always it has no body, or <c>null</c>.</summary>
    private static ProblemDetails NoBody(HttpContext http, int status)
    {
        var problem = Problems.Details(http, status, "bad-request", new("请求体须为 JSON 对象。", "The body must be a JSON object."),
            new("更正后重新发送。", "Correct it and send it again."));
        problem.Extensions["field"] = "body";
        return problem;
    }

    private static ProblemDetails BadJson(HttpContext http, JsonException e)
    {
        var (path, zh, en) = Explain(e);
        var problem = Problems.Details(http, 400, "bad-json", new($"JSON 无效:{path}。", $"The JSON is not valid at {path}."), new(zh, en));
        problem.Extensions["field"] = path;
        return problem;
    }

    /// <summary>The refusal of a piece of JSON inside a request.</summary>
    /// <param name="within">The field it is in.</param>
    /// <param name="e">What is wrong with it.</param>
    public static Refusal RefusalOf(string within, JsonException e)
    {
        var (path, zh, en) = Explain(e);
        var field = path == "body" ? within : $"{within}.{path}";
        return Validation.Invalid(field, zh.TrimEnd('。'), en.TrimEnd('.'));
    }

    private static (string Path, string Zh, string En) Explain(JsonException e)
    {
        var why = (e as MemberException)?.Why ?? Plain(e.Message, e.Path);
        var path = string.Join('.', new[] { e.Path is { Length: > 2 } p ? p[2..] : null, (e as MemberException)?.Member ?? Missing(e.Message) }.OfType<string>());
        return (path.Length == 0 ? "body" : QuotedText.Of(path), why.Zh, why.En);
    }

    private static LocalText Plain(string message, string? path) =>
        message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? MemberException.NoSuchMember
        : Missing(message) is not null ? new("此字段必填。", "This field is required.")
        : ChoiceOf(message, path) is { } choice ? Choices(choice)
        : new("值与字段类型不符,或内容不是 JSON。", "The value is not of the type the field has, or the text is not JSON.");

    private static LocalText Choices(Type choice)
    {
        var names = string.Join(", ", Enum.GetNames(choice).Select(JsonNamingPolicy.CamelCase.ConvertName));
        return new($"可用的值:{names}。", $"It is one of: {names}.");
    }

    /// <summary>The choice the serializer says a value is none of; null when it says something else. It names the type that has the member, and where the member is.</summary>
    private static Type? ChoiceOf(string message, string? path)
    {
        if (path is null || ConvertedTo().Match(message) is not { Success: true } match)
            return null;
        var name = match.Groups[1].Value;
        var member = path[(path.LastIndexOf('.') + 1)..].Split('[')[0];
        var type = Array.Find([typeof(Command).Assembly, typeof(SalesGrid.Subjects.GridJson).Assembly, typeof(FaultHandler).Assembly], a => a.GetType(name) is not null)?.GetType(name);
        var property = type?.GetProperties().FirstOrDefault(p => string.Equals(p.Name, member, StringComparison.OrdinalIgnoreCase))?.PropertyType;
        var choice = property is null ? null : Nullable.GetUnderlyingType(property) ?? property;
        return choice is { IsEnum: true } ? choice : null;
    }

    // As the serializer names types.
    [GeneratedRegex(@"could not be converted to ([\w+]+(?:\.[\w+]+)*)")]
    private static partial Regex ConvertedTo();

    /// <summary>The first required field the serializer says is missing; null when it says something else.</summary>
    private static string? Missing(string message)
    {
        const string Marker = "missing required properties";
        var from = message.IndexOf(Marker, StringComparison.Ordinal);
        var open = from < 0 ? -1 : message.IndexOf('\'', message.IndexOf(':', from));
        return open < 0 ? null : message[(open + 1)..message.IndexOf('\'', open + 1)];
    }

    private ProblemDetails Unknown(HttpContext http, Exception e)
    {
        LogUnknown(e, http.Request.Method, http.Request.Path);
        http.Response.Headers.RetryAfter = "1";
        return Problems.Details(http, 503, "outcome-unknown",
            new("未能在规定时间内得到答复,结果未知。", "There was no answer in time; the outcome is not known."), SendAgain);
    }

    private ProblemDetails Bug(HttpContext http, Exception e)
    {
        LogBug(e, http.Request.Method, http.Request.Path);
        return Problems.Details(http, 500, "internal", new("内部错误。", "Internal error."), new("请联系管理员。", "Tell the administrator."));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path}: no answer in time")]
    private partial void LogUnknown(Exception exception, string method, PathString path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogBug(Exception exception, string method, PathString path);
}
