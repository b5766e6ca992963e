using System.Globalization;
using System.Text;
using CsCheck;
using CsvHelper;
using SalesGrid.Csv;

namespace SalesGrid.Tests.Csv;

public sealed class CsvRecordsTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "1:a|b", "2:c|d")]
    [InlineData("a,b\r\nc,d", "1:a|b", "2:c|d")]
    [InlineData("a,b\rc,d\r", "1:a|b", "2:c|d")]
    [InlineData("\n\na\n\r\n\nb\n", "3:a", "6:b")]
    [InlineData("a,\"b,c\",d\n", "1:a|b,c|d")]
    [InlineData("\"a \"\"b\"\" c\",\"\"\n", "1:a \"b\" c|")]
    [InlineData("\"one\ntwo\r\nthree\",x\ny,z\n", "1:one\ntwo\r\nthree|x", "4:y|z")]
    [InlineData(",,\n", "1:||")]
    [InlineData("a,b,", "1:a|b|")]
    [InlineData("华东,\"客户,一\"\n", "1:华东|客户,一")]
    public void Records_are_read_with_the_line_they_begin_on(string text, params string[] expected) =>
        Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("a,b\nc\"x,d\ne,f\n", "1:a|b", "2:BadQuotes[c\"x,d]", "3:e|f")]
    [InlineData("a,b\n\"c\"x,d\ne,f\n", "1:a|b", "2:BadQuotes[\"c\"x,d]", "3:e|f")]
    [InlineData("a,b\n\"c,d\ne,f\ng,h\n", "1:a|b", "2:UnclosedQuote[\"c,d]", "3:e|f", "4:g|h")]
    [InlineData("a,b\n\"c,d\n\"e\",f\n", "1:a|b", "2:BadQuotes[\"c,d]", "3:e|f")]
    [InlineData("a\n\uFFFD\nb\n", "1:a", "2:BadCharacters[\uFFFD]", "3:b")]
    public void A_slip_costs_one_line_and_no_more(string text, params string[] expected) =>
        Assert.Equal(expected, Read(text));

    [Fact]
    public void A_line_that_is_too_long_is_rejected_and_the_next_is_read()
    {
        var text = "a,b\n" + new string('x', CsvRecords.MaxRecordLength + 70_000) + ",y\nc,d\n";
        var read = Read(text);
        Assert.Equal(["1:a|b", "3:c|d"], [read[0], read[2]]);
        Assert.StartsWith("2:TooLong[xxx", read[1], StringComparison.Ordinal);
        Assert.True(read[1].Length < 2_000);
    }

    [Fact]
    public void A_line_with_too_many_columns_is_rejected_and_the_next_is_read() =>
        Assert.Equal(["1:TooManyColumns", "2:a"], [Read(new string(',', CsvRecords.MaxColumns) + "\na\n")[0].Split('[')[0], Read(new string(',', CsvRecords.MaxColumns) + "\na\n")[1]]);

    [Fact]
    public void A_quote_open_for_too_many_lines_gives_up_on_its_first_line() =>
        Assert.Equal(1 + CsvRecords.MaxRecordLines + 5,
            Read("\"open\n" + string.Concat(Enumerable.Repeat("a,b\n", CsvRecords.MaxRecordLines + 5))).Count);

    [Fact]
    public void What_is_written_is_read_back() => Rows.Sample(rows => Fields(Written(rows)).SequenceEqual(rows.Select(Join)));

    [Fact]
    public void What_is_quoted_though_it_need_not_be_is_read_too() => Rows.Sample(rows =>
    {
        var text = string.Concat(rows.Select(row => string.Join(',', row.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
        return Fields(text).SequenceEqual(rows.Select(Join));
    });

    [Fact]
    public void CsvHelper_reads_the_same_of_it() => Rows.Sample(rows =>
    {
        using var csv = CsvReader.FromText(Written(rows), new() { HasHeader = false, AllowLineBreaksInQuotes = true });
        var theirs = new List<string>();
        while (csv.Read())
            theirs.Add(Join([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]));
        return theirs.SequenceEqual(rows.Select(Join));
    });

    // At least two columns: a record of one empty field is an empty line, which is no record.
    private static Gen<string[][]> Rows { get; } =
        Gen.OneOf("a", "b c", ",", ";", "\"", "\n", "\r\n", "中文", "", "\t", "=1+1").Array[0, 5].Select(string.Concat)
            .Array[2, 6].Array[0, 20];

    private static string Written(string[][] rows)
    {
        using var written = new StringWriter();
        foreach (var row in rows)
            CsvText.WriteRecord(written, row);
        return written.ToString();
    }

    private static string Join(string[] fields) => string.Join('\u0001', fields);

    private static List<string> Fields(string text)
    {
        using var records = new CsvRecords(new StringReader(text), ',');
        var rows = new List<string>();
        while (records.Read())
        {
            Assert.Equal(CsvFault.None, records.Fault);
            rows.Add(Join([.. Enumerable.Range(0, records.FieldCount).Select(i => records[i].ToString())]));
        }
        return rows;
    }

    /// <summary>Reads in three ways: all at once, and trickling, so that every border of the buffer is met.</summary>
    private static List<string> Read(string text)
    {
        var atOnce = Read(new StringReader(text));
        Assert.Equal(atOnce, Read(new Trickle(text, 1)));
        Assert.Equal(atOnce, Read(new Trickle(text, 3)));
        return atOnce;
    }

    private static List<string> Read(TextReader reader)
    {
        using var records = new CsvRecords(reader, ',');
        var seen = new List<string>();
        while (records.Read())
        {
            var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{records.Line}:");
            if (records.Fault != CsvFault.None)
                line.Append(CultureInfo.InvariantCulture, $"{records.Fault}[{records.Raw}]");
            for (var i = 0; i < records.FieldCount; i++)
                line.Append(i > 0 ? "|" : "").Append(records[i]);
            seen.Add(line.ToString());
        }
        return seen;
    }

    /// <summary>Gives a few characters at a time.</summary>
    private sealed class Trickle(string text, int most) : TextReader
    {
        private int at;

        public override int Read(char[] buffer, int index, int count)
        {
            var length = Math.Min(Math.Min(text.Length - at, count), text.Length > 10_000 ? 8_000 : most);
            text.CopyTo(at, buffer, index, length);
            at += length;
            return length;
        }
    }
}
