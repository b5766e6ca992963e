using System.Text;
using System.Text.Json;
using SalesGrid.Mapping;
using SalesGrid.Tests.Fixtures;
using SalesGrid.Texts;

namespace SalesGrid.Tests.Mapping;

public sealed class MappingReaderTests
{
    [Theory]
    [InlineData("\"source\": \"test\"", "\"sorce\": \"test\"", "sorce: there is no such property; did you mean source?")]
    [InlineData("\"source\": \"test\",", "", "source: it is missing")]
    [InlineData("\"whenMissing\": \"warn\"", "\"whenMising\": \"warn\"", "opportunities.fields.customerId.whenMising: there is no such property; did you mean whenMissing?")]
    [InlineData("\"whenMissing\": \"warn\"", "\"whenMissing\": \"ignore\"", "opportunities.fields.customerId.whenMissing: 'ignore' is none of accept, warn, reject")]
    [InlineData("\"currency\": \"CNY\"", "\"currency\": \"yuan\"", "currency: it must be a three-letter code of ISO 4217 in use")]
    [InlineData("\"status\": \"open\"", "\"status\": \"opened\"", "opportunities.status.values.New.status: it must be open, won or lost")]
    [InlineData("\"d/M/yyyy\"", "\"d/M\"", "dates: 'd/M' is not a date format with year, month and day")]
    [InlineData("\"lookup\": \"customers\"", "\"lookup\": \"clients\"", "opportunities.fields.customerId.lookup: 'clients' is none of")]
    [InlineData("\"file\": \"people.csv\"", "\"file\": \"../people.csv\"", "salespeople.file: it must lie inside the imported folder")]
    [InlineData("\"team\": \"team\", ", "", "salespeople.fields.team: it is missing")]
    [InlineData("\"column\": \"stage\"", "\"column\": \"stage\", \"constant\": \"x\"", "opportunities.status.column: there must be exactly one of column, template and constant")]
    [InlineData("\"source\": \"test\"", "\"source\": \"test\", \"encoding\": \"utf-88\"", "encoding: there is no encoding 'utf-88'")]
    [InlineData("\"source\": \"test\"", "\"source\": \"test\", \"delimiter\": \"x\"", "delimiter: it must be auto")]
    [InlineData("\"id\": \"id\",", "\"id\": \"id\", \"create\": [\"colour\"],", "opportunities.create: 'colour' is none of product, channel")]
    [InlineData("\"id\": \"id\",", "\"id\": \"id\", \"create\": [\"channel\"],", "opportunities.create: there is no field channel to make any of")]
    [InlineData("\"source\": \"test\",", "\"source\": \"test\"", "is not valid JSON (at 3:3)")]
    public void A_mistake_is_named_with_its_path(string from, string to, string expected)
    {
        var json = Workplace.Mapping.Replace(from, to, StringComparison.Ordinal);
        var error = Assert.Throws<UserErrorException>(() => MappingReader.Parse(Encoding.UTF8.GetBytes(json), "mapping.json"));
        Assert.Contains(error.Lines, line => line.En.Contains(expected, StringComparison.Ordinal));
        Assert.All(error.Lines, line => Assert.NotEmpty(line.Zh));
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        var json = Workplace.Mapping.Replace("\"CNY\"", "\"cny\"", StringComparison.Ordinal).Replace("idReplace", "idReplaces", StringComparison.Ordinal);
        var error = Assert.Throws<UserErrorException>(() => MappingReader.Parse(Encoding.UTF8.GetBytes(json), "mapping.json"));
        Assert.Equal(3, error.Lines.Count);
    }

    [Fact]
    public void A_lookup_needs_its_table()
    {
        const string Json = """
            { "source": "x", "opportunities": { "file": "a.csv", "id": "id", "fields": { "ownerId": { "column": "o", "lookup": "salespeople" } },
              "status": { "constant": "n", "values": { "n": { "status": "open", "stage": "development" } } } } }
            """;
        var error = Assert.Throws<UserErrorException>(() => MappingReader.Parse(Encoding.UTF8.GetBytes(Json), "mapping.json"));
        Assert.Contains("the mapping has no table salespeople", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mappings_shipped_can_be_read()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.json").Where(f => !f.EndsWith("schema.json", StringComparison.Ordinal)))
            Assert.NotEmpty(MappingReader.Read(file).Tables);
    }

    [Fact]
    public void The_schema_knows_the_fields_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "mapping.schema.json")));
        foreach (var (kind, fields) in TableReader.Fields)
        {
            var described = schema.RootElement.GetProperty("properties").GetProperty(MappingNode.NameOf(kind))
                .GetProperty("properties").GetProperty("fields");
            Assert.Equal(fields.Keys.Order(), described.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order());
            Assert.Equal(fields.Where(f => f.Value).Select(f => f.Key).Order(), described.GetProperty("required").EnumerateArray().Select(p => p.GetString()!).Order());
        }
    }
}
