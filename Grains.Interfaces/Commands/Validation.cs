namespace SalesGrid;

/// <summary>Checks of single fields, the same at every door because they run inside the rules.</summary>
public static class Validation
{
    /// <summary>Longest name or code, UTF-16 units.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Longest free text, UTF-16 units.</summary>
    public const int MaxTextLength = 4_000;

    /// <summary>A refusal unless the text is there and short enough.</summary>
    public static Refusal? Required(string field, string? value, int maxLength = MaxNameLength) =>
        !IdentityText.IsVisible(value)
            ? Invalid(field, "不能为空", "it must not be empty")
            : Optional(field, value, maxLength);

    /// <summary>A refusal if the text is there and too long, or holds control or half characters.</summary>
    public static Refusal? Optional(string field, string? value, int maxLength = MaxNameLength)
    {
        if (value is null)
            return null;
        if (value.Length > maxLength)
            return Invalid(field, $"最长 {maxLength} 个字符", $"at most {maxLength} characters");
        if (!HoldsSuspects(value))
            return null;
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i]) && value[i] is not ('\n' or '\t' or '\r'))
                return Invalid(field, "含有控制字符", "it holds control characters");
            if (char.IsSurrogatePair(value, i))
                i++;
            // Written as UTF-8 it would become another character: what is read again must be what was decided.
            else if (char.IsSurrogate(value[i]))
                return Invalid(field, "含有不完整的字符", "it holds half a character");
        }
        return null;
    }

    /// <summary>Quick: whether there are control characters or halves of characters at all, which nearly every text is without.</summary>
    private static bool HoldsSuspects(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f') || text.ContainsAnyInRange('\ud800', '\udfff');

    /// <summary>A refusal if the id is there and cannot name an object; one that is only written otherwise than ids are is told how.</summary>
    public static Refusal? OptionalId(string field, string? value) =>
        value is null || SubjectId.IsValid(value) ? null
            : SubjectId.Normalize(value) is { } written && SubjectId.IsValid(written) ? Invalid(field, $"编号须写作“{written}”", $"the id is written {written}")
            : Invalid(field, $"须为 1 到 {SubjectId.MaxIdLength} 个字母、数字或 - _ . : @ + ( ) 空格",
                $"1 to {SubjectId.MaxIdLength} letters, digits or - _ . : @ + ( ) and inner blanks");

    /// <summary>A refusal unless the id can name an object.</summary>
    public static Refusal? RequiredId(string field, string? value) =>
        value is null ? Required(field, value) : OptionalId(field, value);

    /// <summary>A refusal if the amount is there and negative, too large or in no currency.</summary>
    public static Refusal? OptionalAmount(string field, Money? value) => value switch
    {
        null => null,
        { } money when Currency(field, money.Currency) is { } wrong => wrong,
        { MinorUnits: < 0 } => Invalid(field, "不能为负", "it must not be negative"),
        { MinorUnits: > Money.MaxMinorUnits } => Invalid(field, "金额过大", "it is too large"),
        _ => null,
    };

    /// <summary>A refusal unless it is a currency one can contract in; it says which is meant where that can be told.</summary>
    public static Refusal? Currency(string field, string? code) =>
        Currencies.IsValid(code) ? null
        : Currencies.MeantBy(code) is { } meant ? Invalid(field, $"“{code}”不是 ISO 4217 货币代码,应为 {meant}", $"{code} is no currency code of ISO 4217; {meant} is")
        : Invalid(field, "货币须为在用的 ISO 4217 三字母代码,如 CNY", "its currency must be a three-letter code of ISO 4217 in use, such as CNY");

    /// <summary>A refusal if the date is there and outside 1900 to 2199.</summary>
    public static Refusal? OptionalDate(string field, DateOnly? value) =>
        value is { Year: < 1900 or > 2199 }
            ? Invalid(field, "年份须在 1900 与 2199 之间", "its year must lie between 1900 and 2199")
            : null;

    /// <summary>The refusal of one field.</summary>
    public static Refusal Invalid(string field, string zh, string en) =>
        ControlPoints.FieldMustBeValid.RefuseField(field, field, zh, en);
}
