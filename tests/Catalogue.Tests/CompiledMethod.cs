using System.Reflection;
using System.Reflection.Emit;

namespace SalesGrid.Catalogue.Tests;

/// <summary>One instruction of a compiled method, as far as it matters here.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Names">The field, method or type it names; null for one that names none.</param>
internal readonly record struct Instruction(OpCode Code, MemberInfo? Names);

/// <summary>Reads compiled methods.</summary>
internal static class CompiledMethod
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>The instructions of a method in order; none for a method without a body.</summary>
    public static IEnumerable<Instruction> Read(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } bytes)
            yield break;
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method is { IsConstructor: false, IsGenericMethod: true } ? method.GetGenericArguments() : null;
        for (var at = 0; at < bytes.Length;)
        {
            var code = bytes[at] == 0xFE ? Codes[unchecked((short)((0xFE << 8) | bytes[at + 1]))] : Codes[bytes[at]];
            at += code.Size;
            var names = code.OperandType switch
            {
                OperandType.InlineField => method.Module.ResolveField(BitConverter.ToInt32(bytes, at), typeArguments, methodArguments),
                OperandType.InlineMethod => method.Module.ResolveMethod(BitConverter.ToInt32(bytes, at), typeArguments, methodArguments),
                OperandType.InlineType => method.Module.ResolveType(BitConverter.ToInt32(bytes, at), typeArguments, methodArguments),
                _ => (MemberInfo?)null,
            };
            yield return new(code, names);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, at)),
                _ => 4,
            };
        }
    }

    /// <summary>The one that stands for all instances of a generic method.</summary>
    public static (Module, int) Key(MethodBase method) => (method.Module, method.MetadataToken);

    /// <summary>
    /// Type and name as they were written: what the compiler made of a lambda, an iterator or an asynchronous method counts as the
    /// method it stands in.
    /// </summary>
    public static (Type Type, string Name) Written(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, method.Name);
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer)
        {
            // <Carry>d__41.MoveNext, or <>c__DisplayClass3_0.<Open>b__0.
            if (type.Name is ['<', not '>', ..])
                name = type.Name;
            type = outer;
        }
        // A lambda in a lambda: <<MapCustomers>b__0_1>d.
        if (name.TrimStart('<') is var bare && bare.Length < name.Length && bare.IndexOf('>', StringComparison.Ordinal) is > 0 and var end)
            name = bare[..end];
        return (type, name);
    }
}
