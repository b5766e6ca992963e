using System.Globalization;
using System.Text;
using SalesGrid.Csv;

namespace SalesGrid.Reporting;

/// <summary>
/// The rejected rows as CSV with a byte order mark, so that a spreadsheet shows its Chinese: to be put right and imported again.
/// Rows stand in the order of the source; after a continued run the file is the same as after one that was not stopped.
/// </summary>
public sealed class RejectsFile : IDisposable
{
    private readonly FileStream stream;
    private readonly StreamWriter writer;

    private RejectsFile(FileStream stream)
    {
        this.stream = stream;
        writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }

    /// <summary>Bytes written and handed to the operating system.</summary>
    public long Length { get; private set; }

    /// <summary>Starts an empty file, replacing one that is there.</summary>
    public static RejectsFile Start(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var file = new RejectsFile(new(path, FileMode.Create, FileAccess.Write, FileShare.Read));
        CsvText.WriteRecord(file.writer, "file", "row", "key", "controlPoint", "reasonZh", "reasonEn", "original");
        file.Flush();
        return file;
    }

    /// <summary>Goes on with a file another run left; what it wrote after its last recorded row is cut off. Null when the file is not that one.</summary>
    public static RejectsFile? Continue(string path, long length)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < length || length == 0)
            return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        stream.SetLength(length);
        stream.Position = length;
        return new(stream) { Length = length };
    }

    /// <summary>Adds a rejected row.</summary>
    public void Add(string file, int row, string key, string? controlPoint, LocalText? reason, string original) =>
        CsvText.WriteRecord(writer, file, row.ToString(CultureInfo.InvariantCulture), key, controlPoint, reason?.Zh, reason?.En, original);

    /// <summary>Hands what was added to the operating system.</summary>
    public void Flush()
    {
        writer.Flush();
        Length = stream.Position;
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
