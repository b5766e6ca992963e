using System.Collections.Immutable;
using System.Reflection;

namespace SalesGrid;

/// <summary>Says that a member, or every value of a type, holds a field that is not for everybody. It is kept back wherever the member is answered, unless the object it belongs to is known and its reader sees the field.</summary>
/// <param name="masked">The field.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class MaskedAttribute(Fields masked) : Attribute
{
    /// <summary>The field.</summary>
    public Fields Field => masked;

    /// <summary>True for a member of which nothing is shown, though other texts of the field have a form that is.</summary>
    public bool LeftOut { get; init; }

    /// <summary>What is shown of the member to those who do not see the field.</summary>
    public MaskForm Form => LeftOut ? MaskForm.LeftOut : ShownToAttribute.Of(masked).Form;
}

/// <summary>Says who sees a field as it is: whoever stands in one of these ways towards the object, or has one of these duties where it belongs.</summary>
/// <param name="standing">How they stand; for that they have to be somebody who may write.</param>
/// <param name="duties">What they answer for, any one of it. An administrator's key sees every field.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ShownToAttribute(Standing standing, Duties duties) : Attribute
{
    /// <summary>How they stand.</summary>
    public Standing Standing => standing;

    /// <summary>What they answer for instead.</summary>
    public Duties Duties => duties | Duties.Administrator;

    /// <summary>True where auditors see it too.</summary>
    public bool Auditors { get; init; }

    /// <summary>What the others see of it.</summary>
    public MaskForm Form { get; init; }

    /// <summary>Each field with who sees it.</summary>
    public static ImmutableArray<(Fields Field, ShownToAttribute To)> Declared { get; } =
    [
        .. typeof(Fields).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (Field: (Fields)f.GetValue(null)!, To: f.GetCustomAttribute<ShownToAttribute>()))
            .Where(f => f.To is not null)
            .Select(f => (f.Field, f.To!)),
    ];

    /// <summary>Who sees a field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no single field.</exception>
    public static ShownToAttribute Of(Fields field) => Declared.FirstOrDefault(d => d.Field == field).To
        ?? throw new ArgumentOutOfRangeException(nameof(field), field, "This is no single field.");
}

/// <summary>What is left of a text that is kept back. Whatever is no text is left out.</summary>
public enum MaskForm
{
    /// <summary>Nothing: the member is left out.</summary>
    LeftOut,

    /// <summary>The first character of a name.</summary>
    Name,

    /// <summary>The first three digits and the last two; of a short one nothing.</summary>
    Phone,

    /// <summary>What follows the last @.</summary>
    Email,
}

/// <summary>Masks texts: enough to tell two apart, not enough to reach anybody.</summary>
public static class MaskedText
{
    /// <summary>What is shown of a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing is.</exception>
    public static string Of(MaskForm form, string text) => form switch
    {
        MaskForm.Name => text.Length == 0 ? "**" : $"{text[..(char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1)]}**",
        MaskForm.Phone => text.Length < 8 ? "****" : $"{text[..3]}****{text[^2..]}",
        MaskForm.Email => $"***{(text.LastIndexOf('@') is >= 0 and var at ? text[at..] : "")}",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Nothing of it is shown."),
    };
}

/// <summary>An object as it is answered, with fields that are not for everybody. It says what that goes by. Members it holds are kept back from everybody else.</summary>
public interface IMaskedObject
{
    /// <summary>The object, <c>kind/id</c>.</summary>
    string Subject { get; }

    /// <summary>Who owns it; null for nobody.</summary>
    string? KeptBy { get; }

    /// <summary>True while its fields are for nobody at all, whatever they answer for.</summary>
    bool IsWithheld => false;

    /// <summary>People who are or were asked to decide about it.</summary>
    IEnumerable<string> Asked => [];

    /// <summary>Duties whose holders are or were.</summary>
    Duties AskedDuties => Duties.None;
}
