using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SalesGrid.Chaos.Load;
using SalesGrid.Chaos.Oracle;
using SalesGrid.Ledger;

namespace SalesGrid.Chaos.Tests;

/// <summary>A ledger written by hand, one bucket, one record an entry, with the commands that are said to be in it.</summary>
internal sealed class LedgerSketch
{
    private readonly List<(long Seq, string Subject, int Version, string Key, string Type, string Data)> entries = [];
    private readonly List<SentCommand> commands = [];
    private readonly Dictionary<string, int> versions = [];

    /// <summary>What was sent, to be answered as the test likes.</summary>
    public IReadOnlyCollection<SentCommand> Commands => commands;

    /// <summary>Sends a command; nothing is in the ledger yet.</summary>
    public static SentCommand Command(string subject, string key, string type, string? token) =>
        new(key, subject, "/api", [], type, token);

    /// <summary>A command that was carried out and acknowledged.</summary>
    public SentCommand Acknowledged(string subject, string key, string type, string? token, string data)
    {
        var command = Sent(subject, key, type, token);
        Enter(command, data);
        var (seq, _, version, _, _, _) = entries[^1];
        command.Accept(new(version, 0, seq, Replayed: false));
        return command;
    }

    /// <summary>A command that was sent.</summary>
    public SentCommand Sent(string subject, string key, string type, string? token)
    {
        var command = Command(subject, key, type, token);
        commands.Add(command);
        return command;
    }

    /// <summary>Writes a command's event.</summary>
    public void Enter(SentCommand command, string data)
    {
        var version = versions[command.Subject] = versions.GetValueOrDefault(command.Subject) + 1;
        entries.Add((entries.Count + 1, command.Subject, version, command.Key, command.EventType ?? "StageAdvanced", data));
    }

    /// <summary>Writes the fact that a command was refused.</summary>
    public void EnterRefusal(string id, string subject, string key, string controlPoint) => Enter(
        Command($"refusal/{id}", key, "CommandRefused", null),
        $$"""{"subject":"{{subject}}","command":"AdvanceStage","commandId":"{{key}}","controlPoint":"{{controlPoint}}","actor":"admin","reason":{"zh":"否","en":"No."},"at":"2026-11-01T08:00:00Z","suppressed":0}""");

    /// <summary>Takes an entry out, as if it had never been written.</summary>
    public void Forget(int index) => entries.RemoveAt(index);

    /// <summary>The records, linked by their hashes. Every other one is compressed.</summary>
    public List<JournalRecord> Records()
    {
        var records = new List<JournalRecord>();
        var previous = new byte[32];
        foreach (var (seq, subject, version, key, type, data) in entries)
        {
            var canonical = Encoding.UTF8.GetBytes(
                $$"""{"bucket":0,"seq":{{seq}},"subject":"{{subject}}","version":{{version}},"at":"2026-11-01T08:00:00Z","actor":"admin","command":"{{key}}","print":"00","type":"{{type}}","schema":1,"data":{{data}}}""" + "\n");
            var hash = SHA256.HashData([.. previous, .. canonical]);
            records.Add(new(0, seq, 1, previous, hash, seq % 2 == 0 ? Compress(canonical) : [0, .. canonical]));
            previous = hash;
        }
        return records;
    }

    /// <summary>What the oracle says of the ledger and the commands.</summary>
    public Findings Judge(IReadOnlyList<JournalRecord>? records = null)
    {
        var findings = new Findings();
        new CommandCheck(commands, LedgerImage.Of([records ?? Records()], findings), findings).Run();
        return findings;
    }

    private static byte[] Compress(byte[] canonical)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(1);
        packed.Write(BitConverter.GetBytes(canonical.Length));
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(canonical);
        return packed.ToArray();
    }
}
