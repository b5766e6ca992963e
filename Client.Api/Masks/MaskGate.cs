using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Metadata;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Masks;

/// <summary>
/// Finds out what a caller sees before an endpoint answers with fields that are not for everybody. Which endpoints do follows from the types they say
/// they answer with; one that answers with more than it says shows nothing of it.
/// </summary>
internal static class MaskGate
{
    private static readonly ConcurrentDictionary<Endpoint, Fields> Known = new();

    /// <summary>Puts the gate after authorization.</summary>
    public static void UseMasks(this IApplicationBuilder app) => app.Use(static next => http =>
        http.GetEndpoint() is { } endpoint && FieldsOf(endpoint) is not Fields.None and var fields ? Looking(http, next, fields) : next(http));

    /// <summary>Every field an endpoint may answer with.</summary>
    public static Fields FieldsOf(Endpoint endpoint) => Known.GetOrAdd(endpoint, static e => e.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
        .Aggregate(Fields.None, static (sum, answer) => sum | (answer.Type is { } type ? MaskedTypes.In(type) : Fields.None)));

    private static async Task Looking(HttpContext http, RequestDelegate next, Fields fields)
    {
        Sight.Current = new(http.User, await SidesOf(http, http.User, fields));
        await next(http);
    }

    private static async ValueTask<Sides?> SidesOf(HttpContext http, ClaimsPrincipal caller, Fields fields) => Sight.GoesBySides(caller, fields)
        ? await http.RequestServices.GetRequiredService<IStandings>().SidesOf(caller, http.RequestAborted)
        : null;
}
