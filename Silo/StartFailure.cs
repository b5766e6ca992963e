using System.Net.Sockets;
using Azure;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace SalesGrid.Silo;

/// <summary>Failures of a start that whoever starts the program can mend: told in a sentence, without our code's whereabouts.</summary>
public static class StartFailure
{
    /// <summary>Whether it is one: a setting, a folder in use, a port taken, a service that does not answer.</summary>
    public static bool IsMendable(Exception e) => e is IOException or InvalidOperationException or OptionsValidationException
        or FormatException or SocketException or RequestFailedException or OrleansException
        || (e is AggregateException { InnerExceptions: [var first, ..] } && IsMendable(first));

    /// <summary>What to mend, in both languages; to be written to the error output before the program ends with code 1.</summary>
    public static string Explain(Exception e) => $"未能启动 Could not start: {Innermost(e).Message}";

    private static Exception Innermost(Exception e) => e is AggregateException { InnerExceptions: [.., var last] } ? Innermost(last) : e;
}
