using System.IO.Hashing;

namespace SalesGrid.Decisions;

/// <summary>Which rules decide.</summary>
public static class RulesVersion
{
    /// <summary>
    /// The version of the rules of this program, 8 hexadecimal digits: of the compiled rules, control points and commands, and of the data shipped in them (roles, grades,
    /// processes, warnings, what authority a discount takes). Compiled anew from the same source it is the same.
    /// </summary>
    public static string Current { get; } = Of(typeof(RulesVersion).Module.ModuleVersionId, typeof(Command).Module.ModuleVersionId);

    private static string Of(params ReadOnlySpan<Guid> modules)
    {
        var hash = new XxHash3();
        foreach (var module in modules)
            hash.Append(module.ToByteArray());
        return $"{hash.GetCurrentHashAsUInt64():x16}"[..8];
    }
}
