using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Subjects;

namespace SalesGrid.Decisions;

/// <summary>
/// What one decision is shown of other objects. The rules of a kind read others by this alone, so that each of them is noted with its version; asked again what was
/// decided, they read the same objects as they were.
/// </summary>
/// <param name="grains">The way to the objects.</param>
/// <param name="own">The record of the object that decides.</param>
/// <param name="past">The moment to read as of; null for now.</param>
public sealed class Inputs(IGrainFactory grains, SubjectRecord own, PastInputs? past = null)
{
    /// <summary>Most objects, and most values, that are noted of one decision.</summary>
    public const int NotedMax = 100;

    private List<InputVersion>? versions;
    private List<InputVersion>? granted;
    private List<InputValue>? values;

    /// <summary>True where the rules are asked again what they decided.</summary>
    public bool IsPast => past is not null;

    /// <summary>The moment they are asked for; null for now.</summary>
    public AsOf? AsOf => past?.AsOf;

    /// <summary>The objects that were read, each once.</summary>
    public IReadOnlyList<InputVersion> Versions => versions ?? (IReadOnlyList<InputVersion>)[];

    /// <summary>The objects that granted something.</summary>
    public IReadOnlyList<InputVersion> Granted => granted ?? (IReadOnlyList<InputVersion>)[];

    /// <summary>What was read and is of no object.</summary>
    public IReadOnlyList<InputValue> Values => values ?? (IReadOnlyList<InputValue>)[];

    /// <summary>True where more was read than is noted.</summary>
    public bool More { get; private set; }

    /// <summary>The whole record of the object that decides, of which rules are given the state.</summary>
    public SubjectRecord<TState> Own<TState>() => (SubjectRecord<TState>)own;

    /// <summary>Asks another object by its kind's own interface.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="question">What it is asked.</param>
    /// <param name="versionOf">The object's version in the answer.</param>
    /// <returns>The answer; null where there is no such object, or nothing to say.</returns>
    public async Task<TView?> Ask<TGrain, TView>(string subject, Func<TGrain, Task<TView?>> question, Func<TView, int> versionOf)
        where TGrain : IGrainWithStringKey
        where TView : class
    {
        var view = await question(grains.GetGrain<TGrain>(subject));
        Note(subject, view is null ? 0 : versionOf(view));
        return view;
    }

    /// <summary>Another object as seen from outside; null where there is none, or it is of another shape.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="versionOf">Its version in the view.</param>
    public async Task<TView?> See<TView>(string subject, Func<TView, int> versionOf) where TView : class
    {
        var view = await Subject(subject).See() as TView;
        Note(subject, view is null ? 0 : versionOf(view));
        return view;
    }

    /// <summary>What another object would answer to a command; what it was shown itself is noted here as well.</summary>
    public async Task<Verdict> Can(string subject, Command command, Envelope envelope)
    {
        var verdict = await Subject(subject).Can(command, envelope);
        foreach (var input in verdict.Inputs.IsDefault ? [] : verdict.Inputs)
            Note(input.Subject, input.Version);
        return verdict;
    }

    /// <summary>Has another object carry out a command that is a part of this decision.</summary>
    /// <exception cref="InvalidOperationException">The rules are only asked again: nothing may be changed.</exception>
    public async Task<Receipt> Have(string subject, Command command, Envelope envelope)
    {
        if (IsPast)
            throw new InvalidOperationException($"{subject} is to be changed while a decision is made again.");
        var receipt = await Subject(subject).Do(command, envelope);
        Note(subject, receipt.Version);
        return receipt;
    }

    /// <summary>Something that is of no object, or of too many to name: kept by its content, which is to be small.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="look">Finds it out.</param>
    public async ValueTask<T> Value<T>(string name, Func<Task<T>> look)
    {
        if (past is not null)
            return past.Value<T>(name);
        var value = await look();
        Add(ref values, new InputValue(name, JsonSerializer.Serialize(value, GridJson.Options)));
        return value;
    }

    /// <summary>Notes that something known on this silo of an object was used.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="version">The version it was known at; 0 where there was none.</param>
    public void Note(string subject, int version)
    {
        // What is looked at once more is what was decided on.
        for (var i = 0; i < versions?.Count; i++)
        {
            if (versions[i].Subject == subject)
            {
                versions[i] = new(subject, version);
                return;
            }
        }
        Add(ref versions, new(subject, version));
    }

    /// <summary>Notes that an object granted something.</summary>
    public void NoteGranted(string subject, int version) => Add(ref granted, new(subject, version));

    private ISubject Subject(string subject) =>
        grains.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));

    private void Add<T>(ref List<T>? to, T item)
    {
        if (to?.Count >= NotedMax)
            More = true;
        else
            (to ??= new(2)).Add(item);
    }
}

/// <summary>What a decision was shown, to be shown again.</summary>
/// <param name="AsOf">The objects, at their versions.</param>
/// <param name="Values">What was of no object.</param>
public sealed record PastInputs(AsOf AsOf, ImmutableArray<InputValue> Values)
{
    /// <summary>A value that was kept by its content.</summary>
    /// <exception cref="PastNotKeptException">It was not.</exception>
    public T Value<T>(string name)
    {
        foreach (var value in Values)
        {
            if (value.Name == name)
                return JsonSerializer.Deserialize<T>(value.Json, GridJson.Options)!;
        }
        throw new PastNotKeptException($"现行规则读取了“{name}”,当时的规则没有读取。", $"The rules read {name} now, which they were not shown then.");
    }
}
