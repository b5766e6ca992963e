namespace SalesGrid.Customers;

/// <summary>
/// The unified social credit code (统一社会信用代码) of GB 32100-2015: 18 characters, the last of which follows from the
/// others.
/// </summary>
/// <remarks>
/// Characters are the digits and the capital letters without I, O, Z, S and V, worth 0 to 30 in that order. With weights
/// 3^(i-1) mod 31 of places 1 to 17, the check character is worth (31 - sum mod 31) mod 31.
/// </remarks>
public static class CreditCode
{
    /// <summary>Number of characters.</summary>
    public const int Length = 18;

    private const string Characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Modulus = 31;

    /// <summary>A code as it is kept: see <see cref="IdentityText.Key"/>. Null for null.</summary>
    public static string? Normalise(string? code) => code is null ? null : IdentityText.Key(code);

    /// <summary>True for a normalised code whose characters and check character are right.</summary>
    public static bool IsValid(string code)
    {
        if (code.Length != Length)
            return false;
        var sum = 0;
        var weight = 1;
        for (var i = 0; i < Length - 1; i++)
        {
            var worth = Characters.IndexOf(code[i], StringComparison.Ordinal);
            if (worth < 0)
                return false;
            sum += worth * weight;
            weight = weight * 3 % Modulus;
        }
        return code[^1] == Characters[(Modulus - sum % Modulus) % Modulus];
    }
}
