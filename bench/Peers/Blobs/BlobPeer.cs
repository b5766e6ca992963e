namespace SalesGrid.Peers.Blobs;

public static class BlobPeer
{
    public static void Add(WebApplicationBuilder builder) => throw new NotSupportedException();
}
