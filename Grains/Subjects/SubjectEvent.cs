namespace SalesGrid.Subjects;

/// <summary>Something that happened to a business object.</summary>
public abstract record SubjectEvent;

/// <summary>Something that can happen to an object of any kind; it folds into the record, not into the kind's own state.</summary>
public abstract record CommonEvent : SubjectEvent;
