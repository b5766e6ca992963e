using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Silo;

namespace SalesGrid.Chaos.Broken;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary>The product's programs with something broken in them, to be run as processes of their own.</summary>
internal static class BrokenPrograms
{
    private static readonly Option<Breakage> Broken = new("--broken") { Description = "What is broken." };

    /// <summary>A gateway with a broken silo inside. Further arguments are the gateway's own.</summary>
    public static Command Gateway()
    {
        var command = New("gateway", "The gateway, with something broken in the silo inside it.");
        command.SetAction((parsed, stop) =>
            GatewayHost.Build([.. parsed.UnmatchedTokens], silo => BrokenGrid.Adjust(silo, parsed.GetValue(Broken))).RunAsync(stop));
        return command;
    }

    /// <summary>A broken silo. Further arguments are the silo's own.</summary>
    public static Command Silo()
    {
        var command = New("silo", "A silo with something broken in it.");
        command.SetAction((parsed, stop) =>
            SiloHost.Build([.. parsed.UnmatchedTokens], silo => BrokenGrid.Adjust(silo, parsed.GetValue(Broken))).RunAsync(stop));
        return command;
    }

    private static Command New(string name, string description) =>
        new(name, description) { Options = { Broken }, Hidden = true, TreatUnmatchedTokensAsErrors = false };
}
