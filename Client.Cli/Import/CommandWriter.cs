using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>
/// Writes rows as commands of the batch door. The same row of the same source is the same bytes with the same command id in every
/// run: that is what makes running an import again harmless. A row with other content has another id.
/// </summary>
public sealed class CommandWriter : IDisposable
{
    private readonly string source;
    private readonly byte[] sourceKey;
    private readonly ArrayBufferWriter<byte> body = new(1024);
    private readonly Utf8JsonWriter json;

    /// <param name="source">Name of the source; part of every command id.</param>
    public CommandWriter(string source)
    {
        this.source = source;
        sourceKey = [.. Encoding.UTF8.GetBytes(source), 0];
        json = new(body, new JsonWriterOptions
        {
            // Sent as application/json and never put into a page: names beyond ASCII stay readable and short.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
    }

    /// <summary>The command of a salesperson; valid until the next one is written.</summary>
    public ReadOnlySpan<byte> Write(SalespersonRow row)
    {
        Begin("salesperson.create"u8, row.Id);
        json.WriteString("name"u8, row.Name);
        json.WriteString("team"u8, row.Team);
        json.WriteString("region"u8, row.Region);
        Text("manager"u8, row.Manager);
        return End();
    }

    /// <summary>The command of a customer; valid until the next one is written.</summary>
    public ReadOnlySpan<byte> Write(CustomerRow row)
    {
        Begin("customer.create"u8, row.Id);
        json.WriteString("name"u8, row.Name);
        Text("sector"u8, row.Sector);
        Text("country"u8, row.Country);
        Text("city"u8, row.City);
        Text("parent"u8, row.Parent);
        Number("employees"u8, row.Employees);
        Number("yearEstablished"u8, row.YearEstablished);
        Amount("annualRevenue"u8, row.AnnualRevenue, row.Currency);
        Text("creditCode"u8, row.CreditCode);
        return End();
    }

    /// <summary>The command of an opportunity; valid until the next one is written.</summary>
    public ReadOnlySpan<byte> Write(OpportunityRow row)
    {
        Begin("opportunity.import"u8, row.Id);
        json.WriteString("ownerId"u8, row.OwnerId);
        json.WriteString("status"u8, row.Status);
        json.WriteString("stage"u8, row.Stage);
        Date("openedOn"u8, row.OpenedOn);
        Date("closedOn"u8, row.ClosedOn);
        Text("lossReason"u8, row.LossReason);
        json.WriteString("source"u8, source);
        Text("name"u8, row.Name);
        Text("customerId"u8, row.CustomerId);
        Text("product"u8, row.Product);
        Text("channel"u8, row.Channel);
        Amount("amount"u8, row.Amount, row.Currency);
        Date("expectedCloseOn"u8, row.ExpectedCloseOn);
        Text("processId"u8, row.ProcessId);
        return End();
    }

    /// <summary>The command of an entry of a catalogue that rows name; valid until the next one is written.</summary>
    public ReadOnlySpan<byte> Write(EntryRow row)
    {
        Begin(row.Kind == CreatedKind.Product ? "product.import"u8 : "channel.import"u8, row.Id);
        json.WriteString("nameZh"u8, row.Name);
        json.WriteString("nameEn"u8, row.Name);
        json.WriteString("source"u8, source);
        Text("kind"u8, row.Sort);
        return End();
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    private void Begin(ReadOnlySpan<byte> type, string id)
    {
        body.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("id"u8, id);
        json.WriteStartObject("body"u8);
    }

    private ReadOnlySpan<byte> End()
    {
        json.WriteEndObject();
        json.Flush();
        // The id is made of everything written so far: type, key and content.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using (var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            sha.AppendData(sourceKey);
            sha.AppendData(body.WrittenSpan);
            sha.GetHashAndReset(hash);
        }
        Span<char> commandId = stackalloc char[36];
        "imp-".CopyTo(commandId);
        Convert.TryToHexStringLower(hash[..16], commandId[4..], out _);
        json.WriteString("commandId"u8, commandId);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan;
    }

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private void Number(ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private void Amount(ReadOnlySpan<byte> name, decimal? amount, string? currency)
    {
        if (amount is not { } value)
            return;
        json.WriteStartObject(name);
        // 4514 and 4514.00 are one amount: dividing by one with 28 zeros takes the trailing zeros away.
        json.WriteNumber("amount"u8, value / 1.0000000000000000000000000000m);
        Text("currency"u8, currency);
        json.WriteEndObject();
    }

    private void Date(ReadOnlySpan<byte> name, DateOnly? value)
    {
        if (value is not { } date)
            return;
        Span<char> text = stackalloc char[10];
        date.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        json.WriteString(name, text);
    }
}
