using System.Security.Cryptography;

namespace SalesGrid.Ledger;

/// <summary>The link between a record and the one before it.</summary>
public static class HashChain
{
    /// <summary>Length of a hash, bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>The hash before the first record: 32 zero bytes.</summary>
    public static ReadOnlyMemory<byte> Origin { get; } = new byte[HashLength];

    /// <summary>SHA-256 over <paramref name="previousHash"/> followed by <paramref name="canonical"/>.</summary>
    public static byte[] Link(ReadOnlySpan<byte> previousHash, ReadOnlySpan<byte> canonical)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previousHash);
        hash.AppendData(canonical);
        return hash.GetHashAndReset();
    }
}
