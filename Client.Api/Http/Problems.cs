using Microsoft.AspNetCore.Mvc;

namespace SalesGrid.Gateway.Http;

/// <summary>Answers other than success, as RFC 9457 problem details in both languages.</summary>
public static class Problems
{
    /// <summary>The HTTP status of each sort of refusal.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Rule => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No status for this sort of refusal."),
    };

    /// <summary>The problem of a refused command or question.</summary>
    public static IResult Of(HttpContext http, Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.Busy)
            http.Response.Headers.RetryAfter = "1";
        var problem = Details(http, StatusOf(refusal.Kind), refusal.ControlPoint, refusal.Reason, refusal.Remedy);
        problem.Extensions["controlPoint"] = refusal.ControlPoint;
        if (refusal.Field is not null)
            problem.Extensions["field"] = refusal.Field;
        problem.Extensions["missing"] = refusal.Missing;
        if (refusal.Omitted > 0)
            problem.Extensions["omitted"] = refusal.Omitted;
        return Results.Problem(problem);
    }

    /// <summary>The problem of a parameter, header or body that cannot be used.</summary>
    public static IResult Invalid(HttpContext http, string field, string zh, string en) =>
        Of(http, Validation.Invalid(field, zh, en));

    /// <summary>A problem of the edge itself, with the code it is known by.</summary>
    public static ProblemDetails Details(HttpContext http, int status, string code, LocalText reason, LocalText remedy)
    {
        var english = PrefersEnglish(http.Request.Headers.AcceptLanguage);
        return new()
        {
            Status = status,
            Type = $"urn:sales-grid:problem:{code}",
            Title = english ? reason.En : reason.Zh,
            Detail = english ? remedy.En : remedy.Zh,
            Extensions = { ["reason"] = reason, ["remedy"] = remedy },
        };
    }

    /// <summary>Says in both languages what the web server itself answers: that there is no such address, that a method is not for it.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        if (problem.Extensions.ContainsKey("reason"))
            return;
        var (code, reason, remedy) = problem.Status switch
        {
            404 => ("no-such-address", new LocalText("没有这个地址。", "There is no such address."), new LocalText("接口列表见 /docs。", "See /docs for those there are.")),
            405 => ("method-not-here", new("此地址不支持该请求方法。", "This address does not take that method."), new("允许的方法见响应头 Allow。", "The header Allow names those it takes.")),
            415 => ("content-type", new("请求内容的类型不受支持。", "The content is of a type that is not taken."), new("使用 Content-Type: application/json。", "Use Content-Type: application/json.")),
            413 => ("too-large", new("请求内容过大。", "The content is too large."), new("分成几次发送。", "Send it in parts.")),
            _ => ($"http-{problem.Status}", new LocalText("请求无法处理。", "The request could not be dealt with."), new LocalText("更正后重新发送。", "Correct it and send it again.")),
        };
        var known = Details(http, problem.Status ?? http.Response.StatusCode, code, reason, remedy);
        (problem.Type, problem.Title, problem.Detail) = (known.Type, known.Title, known.Detail);
        foreach (var (name, value) in known.Extensions)
            problem.Extensions[name] = value;
    }

    /// <summary>Answers with a problem of the edge itself, before any endpoint is reached.</summary>
    public static async Task Answer(HttpContext http, int status, string code, LocalText reason, LocalText remedy)
    {
        http.Response.StatusCode = status;
        await http.RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new() { HttpContext = http, ProblemDetails = Details(http, status, code, reason, remedy) });
    }

    /// <summary>True when English is asked for before Chinese. The product speaks Chinese first.</summary>
    public static bool PrefersEnglish(string? acceptLanguage)
    {
        if (string.IsNullOrEmpty(acceptLanguage))
            return false;
        var english = acceptLanguage.IndexOf("en", StringComparison.OrdinalIgnoreCase);
        var chinese = acceptLanguage.IndexOf("zh", StringComparison.OrdinalIgnoreCase);
        return english >= 0 && (chinese < 0 || english < chinese);
    }
}
