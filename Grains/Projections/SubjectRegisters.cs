using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Projections;

/// <summary>Objects of any kind in one bucket, by kind and id, and by what they are tagged with.</summary>
public sealed class SubjectRegisters
{
    private readonly Dictionary<string, KindRegister> byKind = new(StringComparer.Ordinal);

    /// <summary>Takes an object as it now is. One there is nothing to show of, or nothing any more, is left out.</summary>
    public void Put(ISubjectKind kind, string id, SubjectRecord record)
    {
        if (!kind.IsShown)
            return;
        if (!byKind.TryGetValue(kind.Name, out var register))
            byKind.Add(kind.Name, register = new());
        if (kind.View(id, record) is { } view)
            register.Put(id, view, kind.OwnerOf(id, record), kind.Tags(id, record));
        else
            register.Remove(id);
    }

    /// <summary>An object as its kind shows it; null where there is none.</summary>
    public object? Find(string kind, string id) => byKind.GetValueOrDefault(kind)?.Find(id);

    /// <summary>How many there are of a kind, or of those with a tag, and some of them after an id.</summary>
    public (long Total, ImmutableArray<ListedRow> Rows) After(string kind, string? tag, OwnerScope? scope, string? afterId, int limit, NoAccounts? without = null) =>
        byKind.GetValueOrDefault(kind)?.After(tag, scope, without is not null && SubjectKinds.Of($"{kind}/").TellsOfAccounts is not null ? id => !SubjectKinds.Hides(without, $"{kind}/{id}") : null, afterId, limit) ?? (0, []);

    private sealed class KindRegister
    {
        private readonly Register all = new();
        private readonly Dictionary<string, Register> byTag = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ImmutableArray<string>> tagsOf = new(StringComparer.Ordinal);

        // Of objects somebody owns.
        private readonly Dictionary<string, string> ownerOf = new(StringComparer.Ordinal);

        public object? Find(string id) => all.Find(id);

        public (long Total, ImmutableArray<ListedRow> Rows)? After(string? tag, OwnerScope? scope, Func<string, bool>? shows, string? afterId, int limit) =>
            (tag is null ? all : byTag.GetValueOrDefault(tag))?.After(afterId, limit,
                scope is null ? shows : id => scope.Admits(ownerOf.GetValueOrDefault(id)) && shows?.Invoke(id) != false);

        public void Put(string id, object view, string? owner, ImmutableArray<string> tags)
        {
            all.Put(id, view);
            if (owner is null)
                ownerOf.Remove(id);
            else
                ownerOf[id] = owner;
            Tag(id, view, tags);
        }

        public void Remove(string id)
        {
            all.Remove(id);
            ownerOf.Remove(id);
            Tag(id, null, []);
        }

        private void Tag(string id, object? view, ImmutableArray<string> tags)
        {
            var before = tagsOf.GetValueOrDefault(id, []);
            if (tags.IsEmpty && before.IsEmpty)
                return;
            foreach (var gone in before)
            {
                if (!tags.Contains(gone))
                    byTag[gone].Remove(id);
            }
            foreach (var tag in tags)
            {
                if (!byTag.TryGetValue(tag, out var register))
                    byTag.Add(tag, register = new());
                register.Put(id, view!);
            }
            if (tags.IsEmpty)
                tagsOf.Remove(id);
            else
                tagsOf[id] = tags;
        }
    }
}
