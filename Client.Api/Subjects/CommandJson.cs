using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Subjects;

/// <summary>How commands and objects of a <see cref="KindApi"/> are read and written: as elsewhere in the API.</summary>
public static class CommandJson
{
    /// <summary>The options. What a command must have must be there, and not be null.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new ChangeConverters());
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(LeaveOutWhatIsNotStated).WithAddedModifier(TakeBlankForNothing).WithAddedModifier(LeaveOutWhatIsNobodysToSend);
        options.MakeReadOnly();
        return options;
    }

    private static void TakeBlankForNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType == typeof(string) && property.IsSetNullable)
                property.CustomConverter = new BlankText();
        }
    }

    /// <summary>What only a gateway fills in is no member of what is sent: to name it is an error like any other unknown name, not ignored.</summary>
    private static void LeaveOutWhatIsNobodysToSend(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) == true)
                type.Properties.RemoveAt(i);
        }
    }

    /// <summary>A member that stays as it is is not written.</summary>
    private static void LeaveOutWhatIsNotStated(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (ChangeConverters.IsChange(property.PropertyType))
                property.ShouldSerialize = static (_, value) => ChangeConverters.IsStated(value);
        }
    }
}
