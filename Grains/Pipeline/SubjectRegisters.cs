using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Pipeline;

/// <summary>Objects of any kind in one bucket, by kind and id, and by what they are tagged with.</summary>
public sealed class SubjectRegisters
{
    private readonly Dictionary<string, Register<ListedSubject>> byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Tag), Register<ListedSubject>> byTag = [];
    private readonly Dictionary<(string Kind, string Id), ImmutableArray<string>> tagsOf = [];

    /// <summary>Takes an object as it now is. A kind that is not shown leaves no trace.</summary>
    public void Put(ISubjectKind kind, string id, SubjectRecord record)
    {
        if (kind.View(id, record) is not { } view)
            return;
        RegisterOf(byKind, kind.Name).Put(id, new(id, view));
        Tag(kind, id, record, view);
    }

    /// <summary>Takes what an object is found by; the register of all of its kind is kept elsewhere.</summary>
    public void Tag(ISubjectKind kind, string id, SubjectRecord record, object view)
    {
        var tags = kind.Tags(id, record).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var before = tagsOf.GetValueOrDefault((kind.Name, id), []);
        if (tags.Length == 0 && before.Length == 0)
            return;
        var listed = new ListedSubject(id, view);
        foreach (var gone in before.Except(tags, StringComparer.Ordinal))
            byTag[(kind.Name, gone)].Remove(id);
        foreach (var tag in tags)
            RegisterOf(byTag, (kind.Name, tag)).Put(id, listed);
        tagsOf[(kind.Name, id)] = tags;
    }

    /// <summary>An object as its kind shows it; null where there is none.</summary>
    public object? Find(string kind, string id) => byKind.GetValueOrDefault(kind)?.Find(id)?.View;

    /// <summary>How many there are, and some of them after an id.</summary>
    public (long Total, ImmutableArray<ListedSubject> Items) After(string kind, string? tag, string? afterId, int limit)
    {
        var register = tag is null ? byKind.GetValueOrDefault(kind) : byTag.GetValueOrDefault((kind, tag));
        return register?.After(afterId, limit) ?? (0, []);
    }

    private static Register<ListedSubject> RegisterOf<TKey>(Dictionary<TKey, Register<ListedSubject>> registers, TKey key)
        where TKey : notnull
    {
        if (!registers.TryGetValue(key, out var register))
            registers.Add(key, register = new());
        return register;
    }
}
