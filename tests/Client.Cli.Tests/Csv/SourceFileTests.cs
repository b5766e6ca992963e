using System.Text;
using SalesGrid.Csv;
using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Csv;

public sealed class SourceFileTests : IDisposable
{
    private const string Text = "客户,金额\n华东公司,1\n";

    private readonly Workplace place = new();

    static SourceFileTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("GB18030", false)]
    [InlineData("utf-16", true)]
    public void The_encoding_is_found_from_the_bytes(string encoding, bool mark)
    {
        var chosen = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(place.At("x.csv"), [.. mark ? chosen.GetPreamble() : [], .. chosen.GetBytes(Text)]);
        using var text = SourceFile.Inspect(place.At("x.csv"), SourceFile.AutoEncoding).OpenText();
        Assert.Equal(Text, text.ReadToEnd());
    }

    [Fact]
    public void A_character_cut_by_the_end_of_a_chunk_is_still_UTF_8()
    {
        // Three bytes a character and one byte in front: chunks of 2^20 bytes end inside a character.
        place.Write("x.csv", "a" + new string('客', 800_000));
        Assert.Equal(Encoding.UTF8, SourceFile.Inspect(place.At("x.csv"), SourceFile.AutoEncoding).Encoding);
        File.WriteAllBytes(place.At("x.csv"), [.. Encoding.UTF8.GetBytes("abc客")[..^1]]);
        Assert.Equal("GB18030", SourceFile.Inspect(place.At("x.csv"), SourceFile.AutoEncoding).Encoding.WebName, ignoreCase: true);
    }

    [Theory]
    [InlineData("a,b,c\n1;2;3;4;5\n", ',')]
    [InlineData("a;b;c\n1,2\n", ';')]
    [InlineData("a\tb\tc\n", '\t')]
    [InlineData("\"a,b,c,d\";x\n", ';')]
    [InlineData("alone\n", ',')]
    public void The_delimiter_is_the_one_the_header_uses(string text, char expected)
    {
        place.Write("x.csv", text);
        Assert.Equal(expected, SourceFile.Inspect(place.At("x.csv"), SourceFile.AutoEncoding).DetectDelimiter());
    }

    [Fact]
    public void A_changed_byte_changes_the_fingerprint()
    {
        place.Write("x.csv", "a,b\n1,2\n");
        var before = SourceFile.Inspect(place.At("x.csv"), SourceFile.AutoEncoding);
        place.Write("x.csv", "a,b\n1,3\n");
        var after = SourceFile.Inspect(place.At("x.csv"), SourceFile.AutoEncoding);
        Assert.Equal(before.Size, after.Size);
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(2, after.Lines);
    }
}
