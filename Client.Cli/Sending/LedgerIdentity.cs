using System.Text.Json;

namespace SalesGrid.Sending;

/// <summary>Which ledger a server keeps.</summary>
public static class LedgerIdentity
{
    /// <summary>Its id; null where the server does not tell, so that nothing remembered may be relied on.</summary>
    public static async Task<string?> Read(GridClient client, CancellationToken cancellationToken)
    {
        using var document = await client.Read("api/ledger", cancellationToken);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("ledgerId", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
    }
}
