using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesGrid.Texts;

namespace SalesGrid.Mapping;

/// <summary>Reads a mapping file. Everything wrong with it is said at once, each with the path of the property.</summary>
public static class MappingReader
{
    /// <summary>Largest mapping file, bytes.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Longest source name: it is part of what lies in the ledger with every opportunity.</summary>
    public const int MaxSourceLength = 64;

    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is not right.</exception>
    public static ImportMapping Read(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException(new LocalText($"找不到映射文件 {path}。", $"There is no mapping file {path}."));
        if (new FileInfo(path).Length > MaxFileBytes)
            throw new UserErrorException(new LocalText($"映射文件 {path} 超过 {MaxFileBytes} 字节。", $"Mapping file {path} is larger than {MaxFileBytes} bytes."));
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a mapping from its bytes; <paramref name="path"/> is only for messages.</summary>
    public static ImportMapping Parse(ReadOnlyMemory<byte> json, string path)
    {
        var bytes = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json;
        var problems = new List<LocalText>();
        ImportMapping mapping;
        try
        {
            using var document = JsonDocument.Parse(bytes, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new UserErrorException(new LocalText($"映射文件 {path} 须为一个 JSON 对象。", $"Mapping file {path} must be one JSON object."));
            mapping = Read(new(document.RootElement, "", problems), Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
        }
        catch (JsonException fault)
        {
            var at = MappingNode.Describe(fault);
            throw new UserErrorException(new LocalText($"映射文件 {path} 不是有效的 JSON(位置 {at})。", $"Mapping file {path} is not valid JSON (at {at}): {fault.Message}"));
        }
        return problems.Count == 0 ? mapping : throw new UserErrorException(
            [new($"映射文件 {path} 有 {problems.Count} 处错误:", $"Mapping file {path} has {problems.Count} mistakes:"), .. problems]);
    }

    private static ImportMapping Read(MappingNode root, string hash)
    {
        root.Has("$schema");
        root.Has("description");
        var source = root.RequiredText("source");
        if (source.Length > MaxSourceLength)
            root.Wrong("source", $"最长 {MaxSourceLength} 个字符", $"at most {MaxSourceLength} characters");
        var currency = root.Text("currency");
        if (currency is not null && !Currencies.IsValid(currency))
            root.Wrong("currency", "须为在用的 ISO 4217 三字母代码", "it must be a three-letter code of ISO 4217 in use");
        var encoding = ReadEncoding(root);
        var delimiter = ReadDelimiter(root);
        var dates = ReadDates(root);
        var numbers = ReadNumbers(root.Object("numbers"));
        var tables = Enum.GetValues<TableKind>()
            .Select(kind => root.Object(MappingNode.NameOf(kind)) is { } node ? TableReader.Read(kind, node) : null)
            .OfType<TableMapping>()
            .ToArray();
        if (tables.Length == 0)
            root.Wrong("salespeople, customers, opportunities", "至少须有一个表", "at least one table must be there");
        CheckLookups(root, tables);
        root.Finish();
        return new(source, currency, encoding, delimiter, dates, numbers, tables, hash);
    }

    private static string ReadEncoding(MappingNode root)
    {
        var name = root.Text("encoding") ?? Csv.SourceFile.AutoEncoding;
        if (name != Csv.SourceFile.AutoEncoding && !IsEncoding(name))
            root.Wrong("encoding", $"没有名为“{name}”的编码", $"there is no encoding '{name}'");
        return name;
    }

    private static bool IsEncoding(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            return Encoding.GetEncoding(name) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static char? ReadDelimiter(MappingNode root)
    {
        switch (root.Text("delimiter"))
        {
            case null or "auto":
                return null;
            case ",":
                return ',';
            case ";":
                return ';';
            case "|":
                return '|';
            case "tab" or "\t":
                return '\t';
            default:
                root.Wrong("delimiter", "须为 auto、,、;、| 或 tab", "it must be auto, a comma, ;, | or tab");
                return null;
        }
    }

    private static IReadOnlyList<string> ReadDates(MappingNode root)
    {
        var formats = root.Texts("dates") ?? ["yyyy-MM-dd"];
        var sample = new DateTime(2031, 12, 23, 11, 47, 59);
        foreach (var format in formats)
        {
            // A format that cannot be read back to the same day would read every date wrong.
            if (!DateTime.TryParseExact(TryFormat(sample, format), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var back)
                || back.Date != sample.Date)
                root.Wrong("dates", $"“{format}”不是含年、月、日的日期格式", $"'{format}' is not a date format with year, month and day");
        }
        return formats;
    }

    private static string? TryFormat(DateTime sample, string format)
    {
        try
        {
            return sample.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static NumberStyle ReadNumbers(MappingNode? node)
    {
        var usual = NumberStyle.Default;
        if (node is null)
            return usual;
        var point = node.Text("decimal") ?? ".";
        var thousands = node.Has("thousands") ? node.Text("thousands") : ",";
        if (point.Length != 1 || thousands is not (null or "none" or { Length: 1 }) || point == thousands)
            node.Wrong("decimal", "小数点与千位分隔符须各为一个不同的字符(thousands 可为 none)", "decimal and thousands must each be one character, and differ (thousands may be none)");
        var style = new NumberStyle(point[0], thousands is null or "none" ? null : thousands[0], node.Texts("signs") ?? usual.Signs);
        node.Finish();
        return style;
    }

    private static void CheckLookups(MappingNode root, TableMapping[] tables)
    {
        foreach (var table in tables)
        {
            foreach (var (name, field) in table.Fields)
            {
                if (field.Lookup is { } kind && tables.All(t => t.Kind != kind))
                    root.Wrong($"{MappingNode.NameOf(table.Kind)}.fields.{name}.lookup",
                        $"映射中没有表 {MappingNode.NameOf(kind)}", $"the mapping has no table {MappingNode.NameOf(kind)}");
            }
        }
    }
}
