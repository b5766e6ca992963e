namespace SalesGrid.Hosting;

/// <summary>Where a bucket stands on this silo, for whoever collects metrics.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Behind">Entries that are committed and not yet in the projection.</param>
/// <param name="OpenReservations">Reservations its objects keep for others.</param>
public readonly record struct BucketFigures(int Bucket, long Behind, long OpenReservations);
