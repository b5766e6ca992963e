namespace SalesGrid.Ledger;

/// <summary>Sorts subjects as <see cref="StringComparer.Ordinal"/> would.</summary>
/// <remarks>
/// The texts of many objects lie all over memory, and comparing two of them fetches both, some seventeen times each. Here each
/// is fetched once, for the eight characters behind what all have in common; only those that agree in them are compared.
/// </remarks>
internal static class SubjectOrder
{
    private const int CharsOfKey = sizeof(ulong);

    /// <summary>Sorts in place.</summary>
    public static void Sort(Span<string> subjects)
    {
        var common = CommonLength(subjects);
        Span<ulong> keys = new ulong[subjects.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = KeyOf(subjects[i].AsSpan(common));
        keys.Sort(subjects);
        for (var first = 0; first < keys.Length;)
        {
            var next = first + 1;
            while (next < keys.Length && keys[next] == keys[first])
                next++;
            if (next - first > 1)
                subjects[first..next].Sort(StringComparer.Ordinal);
            first = next;
        }
    }

    private static int CommonLength(ReadOnlySpan<string> subjects)
    {
        if (subjects.IsEmpty)
            return 0;
        var common = subjects[0].AsSpan();
        foreach (var subject in subjects)
            common = common[..common.CommonPrefixLength(subject)];
        return common.Length;
    }

    /// <summary>
    /// A number no greater than that of a text that comes later. One byte a character: from the first that needs more on, and
    /// behind the end, nothing is told apart.
    /// </summary>
    private static ulong KeyOf(ReadOnlySpan<char> text)
    {
        var key = 0UL;
        for (var i = 0; i < CharsOfKey; i++)
        {
            if (i < text.Length && text[i] >= byte.MaxValue)
                return ((key << 8) | byte.MaxValue) << (8 * (CharsOfKey - 1 - i));
            key = (key << 8) | (i < text.Length ? text[i] : 0U);
        }
        return key;
    }
}
