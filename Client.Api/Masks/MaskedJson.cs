using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SalesGrid.Gateway.Masks;

/// <summary>
/// Writes masked members (<see cref="MaskedAttribute"/>) as the caller sees them: the one place where fields are kept back, whatever is answered. Outside
/// an <see cref="IMaskedObject"/> nobody sees any.
/// </summary>
internal static class MaskedJson
{
    /// <summary>Options that write as others do, and mask.</summary>
    public static JsonSerializerOptions Masking(JsonSerializerOptions options)
    {
        var masking = new JsonSerializerOptions(options) { TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Modify) };
        masking.MakeReadOnly();
        return masking;
    }

    /// <summary>Has the masked members of a type written as the caller sees them.</summary>
    public static void Modify(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        if (type.Type.IsAssignableTo(typeof(IMaskedObject)))
        {
            type.OnSerializing = static o => Sight.Begin((IMaskedObject)o);
            type.OnSerialized = static _ => Sight.End();
        }
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is not PropertyInfo member || member.GetCustomAttribute<MaskedAttribute>() is not { } masked)
                continue;
            var (field, form) = (masked.Field, masked.Form);
            if (form != MaskForm.LeftOut && property.PropertyType == typeof(string) && property.Get is { } get)
                property.Get = o => get(o) is string text ? Sight.Shows(field) ? text : MaskedText.Of(form, text) : null;
            else
                property.ShouldSerialize = (_, value) => Sight.Shows(field) && (value is not null || !LeavesNullsOut(type.Options));
        }
    }

    private static bool LeavesNullsOut(JsonSerializerOptions options) => options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull;
}
