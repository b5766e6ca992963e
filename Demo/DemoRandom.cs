namespace SalesGrid.Demo;

/// <summary>
/// A random sequence of its own for each row: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
/// OOPSLA 2014), begun from seed, kind and number.
/// </summary>
/// <remarks>
/// Not <see cref="Random"/>: its sequence is not promised to stay the same from one .NET to the next. And because no row depends on
/// the one before, any of them can be made without the others.
/// </remarks>
internal struct DemoRandom(int seed, int kind, long number)
{
    private ulong state = Mix(Mix(Mix((ulong)(uint)seed + 0x9E3779B97F4A7C15UL) ^ (uint)kind) ^ (ulong)number);

    /// <summary>0 or more, less than 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 or more, less than <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(NextDouble() * limit);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One of several, all alike.</summary>
    public T Pick<T>(T[] values) => values[Next(values.Length)];

    /// <summary>The number of one of several, by weight.</summary>
    public int Weighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights)
            total += weight;
        var left = Next(total);
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }
        return weights.Length - 1;
    }

    /// <summary>Log-normal with the given median; sigma is the standard deviation of the logarithm. Box and Muller's method.</summary>
    public double LogNormal(double median, double sigma)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return median * Math.Exp(sigma * radius * Math.Cos(2 * Math.PI * NextDouble()));
    }

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            return Mix(state);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
