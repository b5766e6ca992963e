using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Rates;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the exchange rates.</summary>
public abstract record RateEvent : SubjectEvent;

public sealed record RatesStated(int Number, DateOnly ValidFrom, ImmutableArray<ExchangeRate> Rates, string Source, string By) : RateEvent;

public sealed record RatesApproved(int Number, string By) : RateEvent;

public sealed record RatesRejected(int Number, string Reason, string By) : RateEvent;
