using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using SalesGrid.Gateway.Hosting;

namespace SalesGrid.Chaos.Broken;

/// <summary>The product's programs with something broken in them, to be run as processes of their own.</summary>
internal static class BrokenPrograms
{
    private static readonly Option<Breakage> Broken = new("--broken") { Description = "What is broken." };

    /// <summary>A gateway with a broken silo inside. Further arguments are the gateway's own.</summary>
    public static Command Gateway()
    {
        var command = new Command("gateway", "The gateway, with something broken in the silo inside it.") { Broken };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) =>
            GatewayHost.Build([.. parsed.UnmatchedTokens], silo => BrokenGrid.Adjust(silo, parsed.GetValue(Broken))).RunAsync());
        return command;
    }
}
