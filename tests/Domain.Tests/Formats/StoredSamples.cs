namespace SalesGrid.Domain.Tests;

/// <summary>
/// One example of everything a kind stores, with every member filled. A static property <c>Stored</c> of this type, in the tests of
/// the kind, is found by that.
/// </summary>
/// <param name="Subject">An object of the kind, <c>kind/id</c>.</param>
/// <param name="Events">One of each of its events.</param>
/// <param name="Record">The record of an object.</param>
internal sealed record StoredSamples(string Subject, SubjectEvent[] Events, SubjectRecord Record);
