using System.Globalization;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <summary>Telling an opportunity what became of a document.</summary>
internal static class DocumentNotes
{
    /// <summary>Tells it. May be called twice for one change.</summary>
    /// <exception cref="InvalidOperationException">It could not listen just now; the step is taken up again by a wake-up.</exception>
    public static async Task Send(ISubject opportunity, DocumentKind kind, string id, bool stands, int version)
    {
        var receipt = await opportunity.Do(new NoteDocument(kind, id, stands),
            Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"{kind}/{id}@{version}:{stands}")));
        // What it refuses for good it will refuse for ever, and its gates look at the document itself.
        if (receipt.Refusal is { Kind: RefusalKind.Busy } busy)
            throw new InvalidOperationException($"{receipt.Subject} could not be told of {kind} {id}: {busy.ControlPoint}.");
    }
}
