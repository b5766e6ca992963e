using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace SalesGrid.Storage.Sqlite;

/// <summary>A statement compiled once for its connection. For one caller at a time.</summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly SqliteCommand command;

    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="parameters">Names of its parameters, in the order <see cref="With"/> takes their values.</param>
    public PreparedCommand(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name, Value = DBNull.Value });
        command.Prepare();
    }

    /// <summary>The command, ready to run with these values.</summary>
    public SqliteCommand With(params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    public void Dispose() => command.Dispose();

    /// <summary>The bytes as an array, copied only where they are a part of a larger one.</summary>
    public static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment is { Offset: 0, Array: { } whole } && whole.Length == memory.Length
            ? whole
            : memory.ToArray();
}
