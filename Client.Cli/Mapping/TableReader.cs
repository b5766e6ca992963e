namespace SalesGrid.Mapping;

/// <summary>Reads one table of a mapping file.</summary>
internal static class TableReader
{
    /// <summary>The fields of each table; true for those a row cannot do without.</summary>
    public static IReadOnlyDictionary<TableKind, IReadOnlyDictionary<string, bool>> Fields { get; } =
        new Dictionary<TableKind, IReadOnlyDictionary<string, bool>>
        {
            [TableKind.Salespeople] = new Dictionary<string, bool>(StringComparer.Ordinal)
            {
                ["name"] = true,
                ["team"] = true,
                ["region"] = true,
                ["manager"] = false,
            },
            [TableKind.Customers] = new Dictionary<string, bool>(StringComparer.Ordinal)
            {
                ["name"] = true,
                ["sector"] = false,
                ["country"] = false,
                ["city"] = false,
                ["parent"] = false,
                ["employees"] = false,
                ["yearEstablished"] = false,
                ["annualRevenue"] = false,
                ["creditCode"] = false,
                ["currency"] = false,
            },
            [TableKind.Opportunities] = new Dictionary<string, bool>(StringComparer.Ordinal)
            {
                ["ownerId"] = true,
                ["name"] = false,
                ["customerId"] = false,
                ["product"] = false,
                ["channel"] = false,
                ["amount"] = false,
                ["currency"] = false,
                ["openedOn"] = false,
                ["closedOn"] = false,
                ["expectedCloseOn"] = false,
                ["lossReason"] = false,
                ["processId"] = false,
            },
        };

    public static TableMapping Read(TableKind kind, MappingNode node)
    {
        var file = node.RequiredText("file");
        if (System.IO.Path.IsPathRooted(file) || file.Split('/', '\\').Contains(".."))
            node.Wrong("file", "须在导入的文件夹之内", "it must lie inside the imported folder");
        var id = Field(node, "id");
        if (id is null)
            node.Wrong("id", "缺少", "it is missing");
        var rule = node.Choice<IdRule>("idRule") ?? IdRule.AsIs;
        var replace = node.TextsByName("idReplace");
        var key = Field(node, "key");
        var fields = ReadFields(kind, node);
        var status = kind == TableKind.Opportunities ? ReadStatus(node) : null;
        var create = kind == TableKind.Opportunities ? ReadCreate(node, fields) : [];
        node.Finish();
        return new(kind, file, id ?? Constant(""), rule, replace, key, fields, status, create);
    }

    private static CreatedKind[] ReadCreate(MappingNode node, Dictionary<string, FieldMapping> fields)
    {
        var create = new List<CreatedKind>();
        foreach (var name in node.Texts("create") ?? [])
        {
            var kinds = Enum.GetValues<CreatedKind>();
            if (Array.FindIndex(kinds, k => MappingNode.NameOf(k) == name) is not (>= 0 and var found))
            {
                var choices = string.Join(", ", kinds.Select(MappingNode.NameOf));
                node.Wrong("create", $"“{name}”不在 {choices} 之内", $"'{name}' is none of {choices}");
            }
            else if (!fields.ContainsKey(name))
                node.Wrong("create", $"没有字段 {name},无从建立", $"there is no field {name} to make any of");
            else if (!create.Contains(kinds[found]))
                create.Add(kinds[found]);
        }
        return [.. create];
    }

    private static Dictionary<string, FieldMapping> ReadFields(TableKind kind, MappingNode node)
    {
        var fields = new Dictionary<string, FieldMapping>(StringComparer.Ordinal);
        if (node.Object("fields") is { } inner)
        {
            foreach (var name in Fields[kind].Keys)
            {
                if (Field(inner, name) is { } field)
                    fields[name] = field;
            }
            inner.Finish();
        }
        foreach (var (name, required) in Fields[kind])
        {
            if (required && !fields.ContainsKey(name))
                node.Wrong($"fields.{name}", "缺少", "it is missing");
        }
        return fields;
    }

    private static FieldMapping? Field(MappingNode parent, string name)
    {
        if (parent.IsText(name))
            return Source(parent.Text(name)!);
        if (parent.Object(name) is not { } node)
            return null;
        var field = SourceOf(node) with
        {
            Scale = node.Number("scale") ?? 1,
            Lookup = node.Choice<TableKind>("lookup"),
            WhenMissing = node.Choice<RowPolicy>("whenMissing"),
            WhenUnknown = node.Choice<RowPolicy>("whenUnknown") ?? RowPolicy.Reject,
        };
        node.Finish();
        return field;
    }

    /// <summary>Where a value comes from, without what only a field can have.</summary>
    private static FieldMapping SourceOf(MappingNode node)
    {
        var (column, template, constant) = (node.Text("column"), node.Text("template"), node.Text("constant"));
        if (new[] { column, template, constant }.Count(given => given is not null) != 1)
            node.Wrong("column", "须恰有 column、template、constant 之一", "there must be exactly one of column, template and constant");
        return Constant("") with
        {
            Column = column,
            Template = template,
            Constant = constant,
            Aliases = node.TextsByName("aliases"),
            Default = node.Text("default"),
        };
    }

    private static StatusMapping? ReadStatus(MappingNode table)
    {
        if (table.Object("status") is not { } node)
        {
            table.Wrong("status", "缺少", "it is missing");
            return null;
        }
        var from = SourceOf(node);
        var values = new Dictionary<string, StatusMeaning>(StringComparer.Ordinal);
        foreach (var (value, meaning) in node.Objects("values"))
        {
            var status = meaning.RequiredText("status");
            if (status is not ("open" or "won" or "lost"))
                meaning.Wrong("status", "须为 open、won 或 lost", "it must be open, won or lost");
            values[value] = new(status, meaning.RequiredText("stage"), meaning.Text("lossReason"));
            meaning.Finish();
        }
        if (values.Count == 0)
            node.Wrong("values", "缺少", "it is missing");
        node.Finish();
        return new(from, values);
    }

    /// <summary>The short form of a field: a template when it holds a brace, else a column.</summary>
    private static FieldMapping Source(string text) => text.Contains('{', StringComparison.Ordinal)
        ? Constant("") with { Constant = null, Template = text }
        : Constant("") with { Constant = null, Column = text };

    private static FieldMapping Constant(string text) =>
        new(null, null, text, new Dictionary<string, string>(), null, 1, null, null, RowPolicy.Reject);
}
