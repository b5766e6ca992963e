using SalesGrid.Chaos.Load;
using SalesGrid.Chaos.Oracle;

namespace SalesGrid.Chaos.Tests;

/// <summary>The oracle on ledgers written by hand: it is content with a good one and names what is wrong with a bad one.</summary>
public sealed class OracleTests
{
    private const string Subject = "opportunity/O-1";

    private static readonly string[] Tokens = ["token 1.", "token 2.", "token 3.", "token 4."];

    private static LedgerSketch Good()
    {
        var sketch = new LedgerSketch();
        foreach (var (i, token) in Tokens.Index())
            sketch.Acknowledged(Subject, $"k-{i}", "ActivityRecorded", token, $$"""{"kind":"visit","summary":"{{token}}"}""");
        return sketch;
    }

    [Fact]
    public void A_ledger_with_everything_in_it_once_is_good()
    {
        var sketch = Good();
        var step = sketch.Acknowledged(Subject, "k-step", "StageAdvanced", null, """{"from":"a","to":"b","probabilityPercent":20}""");
        step.Accept(step.Receipts[0] with { Replayed = true });
        sketch.Sent(Subject, "k-refused", "OpportunityWon", "7").Refuse("CP-OPP-03");

        Assert.Empty(sketch.Judge().Kept);
    }

    [Fact]
    public void A_recorded_refusal_belongs_to_a_command_that_was_sent_and_is_there_once()
    {
        var sketch = Good();
        sketch.Sent(Subject, "k-refused", "OpportunityWon", "7").Refuse("CP-OPP-03");
        sketch.EnterRefusal("R-1", Subject, "k-refused", "CP-OPP-03");
        Assert.Empty(sketch.Judge().Kept);

        sketch.EnterRefusal("R-2", Subject, "k-refused", "CP-OPP-03");
        Only(Wrong.Twice, sketch.Judge());

        sketch = Good();
        sketch.EnterRefusal("R-1", Subject, "k-never-sent", "CP-OPP-03");
        Only(Wrong.Stranger, sketch.Judge());
    }

    [Fact]
    public void An_acknowledged_command_that_is_not_there_is_lost()
    {
        var sketch = Good();
        sketch.Sent(Subject, "k-lost", "ActivityRecorded", "token lost.").Accept(new(5, 0, 5, Replayed: false));

        Only(Wrong.Lost, sketch.Judge());
    }

    [Fact]
    public void A_command_that_is_there_under_two_ids_is_twice()
    {
        var sketch = Good();
        sketch.Enter(LedgerSketch.Command(Subject, "another id", "ActivityRecorded", null), """{"kind":"visit","summary":"token 2."}""");

        Only(Wrong.Twice, sketch.Judge());
    }

    [Fact]
    public void A_step_that_was_taken_twice_is_found_by_its_id_and_under_another_id_as_a_stranger()
    {
        var sketch = Good();
        var step = sketch.Acknowledged(Subject, "k-step", "StageAdvanced", null, """{"from":"a","to":"b","probabilityPercent":20}""");
        sketch.Enter(step, """{"from":"b","to":"c","probabilityPercent":40}""");
        Only(Wrong.Twice, sketch.Judge());

        sketch = Good();
        sketch.Enter(LedgerSketch.Command(Subject, "k-unsent", "StageAdvanced", null), """{"from":"b","to":"c","probabilityPercent":40}""");
        Only(Wrong.Stranger, sketch.Judge());
    }

    [Fact]
    public void A_receipt_for_another_place_is_noticed()
    {
        var sketch = Good();
        var command = sketch.Sent(Subject, "k-moved", "ActivityRecorded", "token moved.");
        sketch.Enter(command, """{"kind":"visit","summary":"token moved."}""");
        command.Accept(new(4, 0, 4, Replayed: false));

        Only(Wrong.Stranger, sketch.Judge());
    }

    [Fact]
    public void A_retry_must_get_the_first_receipt()
    {
        var sketch = Good();
        sketch.Commands.First().Accept(new(9, 0, 9, Replayed: true));
        Only(Wrong.Receipt, sketch.Judge());

        sketch = Good();
        sketch.Commands.First().Refuse("CP-CMD-01");
        Only(Wrong.Receipt, sketch.Judge());
    }

    [Fact]
    public void A_refused_command_must_not_be_there_unless_an_attempt_was_left_open()
    {
        var sketch = Good();
        var refused = sketch.Sent(Subject, "k-refused", "ActivityRecorded", "token refused.");
        refused.Refuse("CP-OPP-03");
        sketch.Enter(refused, """{"kind":"visit","summary":"token refused."}""");
        Only(Wrong.RefusedYetThere, sketch.Judge());

        sketch = Good();
        refused = sketch.Sent(Subject, "k-refused", "ActivityRecorded", "token refused.");
        refused.NotAnswered();
        refused.Refuse("CP-OPP-03");
        sketch.Enter(refused, """{"kind":"visit","summary":"token refused."}""");
        Assert.Empty(sketch.Judge().Kept);
    }

    [Fact]
    public void A_command_nobody_can_tell_the_outcome_of_is_unresolved()
    {
        var sketch = Good();
        sketch.Sent(Subject, "k-open", "ActivityRecorded", "token open.").NotAnswered();

        Only(Wrong.Unresolved, sketch.Judge());
    }

    [Fact]
    public void A_missing_entry_is_a_gap_in_sequence_and_version_even_when_hashes_fit()
    {
        var sketch = Good();
        sketch.Forget(1);
        var findings = sketch.Judge();

        Assert.Contains(findings.Kept, f => f.Wrong == Wrong.Gap && f.What.Contains("record 3 follows entry 1", StringComparison.Ordinal));
        Assert.Contains(findings.Kept, f => f.Wrong == Wrong.Gap && f.What.Contains("version 3 follows 1", StringComparison.Ordinal));
        Assert.Contains(findings.Kept, f => f.Wrong == Wrong.Lost);
        Assert.DoesNotContain(findings.Kept, f => f.Wrong == Wrong.Chain);
    }

    [Fact]
    public void A_changed_byte_or_a_record_that_follows_another_breaks_the_chain()
    {
        var sketch = Good();
        var records = sketch.Records();
        var bytes = records[2].Packed.ToArray();
        bytes[^5] ^= 1;
        var changed = records.ToList();
        changed[2] = records[2] with { Packed = bytes };
        Assert.True(sketch.Judge(changed).Counts.GetValueOrDefault(Wrong.Chain) > 0);

        var unlinked = records.ToList();
        unlinked[3] = records[3] with { PreviousHash = records[0].Hash };
        Only(Wrong.Chain, sketch.Judge(unlinked));
    }

    private static void Only(Wrong wrong, Findings findings) => Assert.Equal([wrong], findings.Counts.Keys);
}
