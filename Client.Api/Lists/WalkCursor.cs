using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SalesGrid.Gateway.Http;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Lists;

/// <summary>Where a page of a sorted list ended, as a caller sends it back.</summary>
internal static class WalkCursor
{
    /// <summary>The place as text.</summary>
    /// <param name="query">The question; the place is good for its order alone.</param>
    /// <param name="place">The last row's.</param>
    /// <param name="since">How far each bucket stood when the first page was read.</param>
    public static string Text(ListQuery query, ListCursor place, ImmutableArray<long> since) =>
        WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(
            new Body(query.Sort, query.Descending, place.Number, place.Text, place.Id, place.Changed, Bytes(since)), ApiJson.Options));

    /// <summary>The place in a text; null when it cannot be used, which the reader then says.</summary>
    public static (ListCursor Place, ImmutableArray<long> Since)? Read(QueryReader reader, string text, ListQuery query)
    {
        try
        {
            if (JsonSerializer.Deserialize<Body>(WebEncoders.Base64UrlDecode(text), ApiJson.Options) is { I: not null, Since: not null } body
                && body.S == query.Sort && body.D == query.Descending)
                return (new(body.N, body.T, body.I, body.C), Sequences(body.Since));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }
        reader.Refuse("after", "不是此排序下的游标", "it is not a cursor of this order");
        return null;
    }

    private static byte[] Bytes(ImmutableArray<long> sequences)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var sequence in sequences)
            writer.Write7BitEncodedInt64(sequence);
        return bytes.ToArray();
    }

    private static ImmutableArray<long> Sequences(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var sequences = ImmutableArray.CreateBuilder<long>();
        try
        {
            while (reader.BaseStream.Position < bytes.Length)
                sequences.Add(reader.Read7BitEncodedInt64());
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            // Nothing this gateway wrote: it fits no grid.
            return [];
        }
        return sequences.DrainToImmutable();
    }

    /// <summary>What is in the text.</summary>
    /// <param name="S">The sort.</param>
    /// <param name="D">True when descending.</param>
    /// <param name="N">Value of a numeric sort.</param>
    /// <param name="T">Value of a textual sort.</param>
    /// <param name="I">Id of the last row.</param>
    /// <param name="C">True when that row changed since the first page was read.</param>
    /// <param name="Since">How far each bucket stood when the first page was read, seven bits a byte: a thousand buckets must fit a request.</param>
    private sealed record Body(string S, bool D, long? N, string? T, string I, bool C, byte[] Since);
}
