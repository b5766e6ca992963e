using SalesGrid.Decisions;

namespace SalesGrid.Subjects;

/// <summary>Whether what another system left may be brought in just now. Asked of every command that <see cref="SentByAttribute.IsImport"/> says; known by the noun that keeps the windows for it.</summary>
public interface IImportGate
{
    /// <summary>Why somebody may not bring anything in; null when they may.</summary>
    /// <param name="actor">Who would.</param>
    /// <param name="inputs">Notes the window that was looked at.</param>
    ValueTask<Refusal?> WhyNot(string actor, Inputs inputs);
}
