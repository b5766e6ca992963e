using System.Collections.Frozen;
using System.Globalization;

namespace SalesGrid.Gateway.Users;

/// <summary>Which passwords are taken. Pure; whatever is asked is length and that it is not the first guess, since more rules make worse passwords.</summary>
public static class PasswordPolicy
{
    /// <summary>Shortest password, UTF-16 units.</summary>
    public const int LengthMin = 12;

    /// <summary>Longest password, UTF-16 units.</summary>
    public const int LengthMax = 128;

    /// <summary>Fewest different characters.</summary>
    public const int DifferentMin = 4;

    // The most common of this length in published lists of leaked passwords, and what people here think of first. Without regard to case.
    private static readonly FrozenSet<string> Common = """
        123456789012 1234567890123 12345678901234 123456789123 123123123123 1234567890abc 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv qwertyuiop12 qwertyuiop123
        qwertyuiop1234 qwerty123456 qwerty1234567 qwertyuiopasdfgh qwertyqwerty asdfghjkl123 asdfghjklzxcvbnm zxcvbnm12345 zaq12wsxcde3 q1w2e3r4t5y6 a1b2c3d4e5f6 abcdefghijkl abcdefgh1234 abc123abc123
        abcd1234abcd abcd12345678 password1234 password12345 password123456 passwordpassword password2024 password2025 password2026 passw0rd1234 p@ssw0rd1234 p@ssword1234 mypassword123 yourpassword
        changeme1234 changemenow1 letmein12345 letmeinletmein welcome12345 welcome123456 administrator administrator1 adminadminadmin admin1234567 admin12345678 admin@123456 rootrootroot root12345678 superuser123
        iloveyou1234 iloveyouforever woaini1314520 woaini5201314 woaini123456 woaini520520 5201314woaini 520131452013 521521521521 wangpeng1234 zhangwei1234 qq123456789 a123456789012 aa1234567890 abc1234567890
        salesgrid1234 salesgrid2026 sales-grid-1 sunshine1234 princess1234 football1234 baseball1234 dragon123456 monkey123456 master123456 trustno1trustno1 correcthorsebatterystaple unknownpassword
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a password is not taken; null where it is.</summary>
    /// <param name="password">The password; null for none.</param>
    /// <param name="names">What the user is called: id, name.</param>
    public static Refusal? Check(string? password, params ReadOnlySpan<string?> names)
    {
        if (password is null || password.Length is < LengthMin or > LengthMax)
            return Refuse("长度不符", "it has another length");
        for (var i = 0; i < password.Length; i++)
        {
            if (char.IsSurrogatePair(password, i))
                i++;
            else if (char.IsControl(password[i]) || char.IsSurrogate(password[i]))
                return Refuse("含有控制字符", "it holds control characters");
        }
        var written = Passwords.Written(password);
        if (written.Distinct().Count() < DifferentMin)
            return Refuse("不同字符过少", "it has hardly any different characters");
        if (Common.Contains(written))
            return Refuse("过于常见", "it is among the most common ones");
        foreach (var name in names)
        {
            if (name is not null && IdentityText.Same(name, written))
                return Refuse("与用户编号或姓名相同", "it is the user's id or name");
        }
        return null;
    }

    private static Refusal Refuse(string zh, string en) => ControlPoints.PasswordMustBeStrong.RefuseField("password", zh, en,
        LengthMin.ToString(CultureInfo.InvariantCulture), LengthMax.ToString(CultureInfo.InvariantCulture));
}
