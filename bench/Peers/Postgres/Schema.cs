namespace SalesGrid.Peers.Postgres;

/// <summary>The tables, as a team would lay them out, and the one function of the peer that needs one round trip.</summary>
public static class Schema
{
    /// <summary>
    /// Tables. A page of opportunities keeps room for new versions of its rows, so that an <c>advance</c> that changes
    /// no indexed column writes no index (a HOT update). History has no foreign key: it would cost a lock a command.
    /// </summary>
    public const string Tables = """
        CREATE TABLE salespeople (id text PRIMARY KEY, name text NOT NULL, team text NOT NULL, region text NOT NULL);
        CREATE TABLE customers (id text PRIMARY KEY, name text NOT NULL, sector text);
        CREATE TABLE stages (
            process_id text NOT NULL, id text NOT NULL, position int NOT NULL, probability_percent int NOT NULL,
            facts text[] NOT NULL, evidence text[] NOT NULL, may_return_to text[] NOT NULL, PRIMARY KEY (process_id, id));
        CREATE TABLE opportunities (
            id text PRIMARY KEY, version int NOT NULL, status text NOT NULL, process_id text NOT NULL, stage text NOT NULL,
            probability_percent int NOT NULL, name text, customer_id text, owner_id text NOT NULL, team text NOT NULL,
            region text NOT NULL, sector text, product text, channel text, amount_minor bigint, currency text,
            evidence text[] NOT NULL, opened_on date NOT NULL, expected_close_on date, closed_on date,
            changed_at timestamptz NOT NULL) WITH (fillfactor = 70);
        CREATE TABLE events (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, opportunity_id text NOT NULL, version int NOT NULL,
            at timestamptz NOT NULL, actor text NOT NULL, command_id text NOT NULL, type text NOT NULL, data jsonb NOT NULL,
            UNIQUE (opportunity_id, version));
        CREATE TABLE command_keys (
            opportunity_id text NOT NULL, command_id text NOT NULL, request text NOT NULL, PRIMARY KEY (opportunity_id, command_id));
        """;

    /// <summary>For the list by amount: an <c>advance</c> leaves it alone.</summary>
    public const string AmountIndex = "CREATE INDEX opportunities_by_amount ON opportunities (amount_minor DESC NULLS LAST, id);";

    /// <summary>
    /// For the dashboard: all it asks for lies in the index. It holds what an <c>advance</c> changes and so makes every
    /// command dearer; therefore it is there where questions are measured, and not where commands alone are.
    /// </summary>
    public const string DashboardIndex = """
        CREATE INDEX opportunities_by_region ON opportunities (region)
            INCLUDE (status, currency, amount_minor, probability_percent, opened_on, closed_on);
        """;

    private const string RememberKey = """
        INSERT INTO command_keys (opportunity_id, command_id, request) VALUES (p_id, p_command_id, coalesce(p_to, '')) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            SELECT request INTO kept FROM command_keys WHERE opportunity_id = p_id AND command_id = p_command_id;
            IF kept <> coalesce(p_to, '') THEN refusal := 'CP-CMD-01'; RETURN; END IF;
            SELECT version, seq INTO new_version, new_seq FROM events WHERE opportunity_id = p_id AND command_id = p_command_id;
            replayed := true; RETURN;
        END IF;
        """;

    private const string ForgetKey = "DELETE FROM command_keys WHERE opportunity_id = p_id AND command_id = p_command_id;";

    /// <summary>Name of the function that carries a command out.</summary>
    public static string AdvanceName(bool remembersKeys) => remembersKeys ? "advance" : "advance_lean";

    /// <summary>One command in one call: key, lock, rule, row and event.</summary>
    /// <param name="remembersKeys">False leaves the table of idempotency keys out.</param>
    public static string AdvanceFunction(bool remembersKeys) => $$"""
        CREATE FUNCTION {{AdvanceName(remembersKeys)}}(p_id text, p_to text, p_command_id text, p_actor text, p_expected int,
            OUT refusal text, OUT new_version int, OUT new_seq bigint, OUT replayed boolean) LANGUAGE plpgsql AS $$
        DECLARE
            o record; here record; target record; known text[]; back boolean := false; kept text;
        BEGIN
            replayed := false; new_version := 0; new_seq := 0;
            SELECT version, status, process_id, stage, customer_id, product, amount_minor, expected_close_on, evidence
                INTO o FROM opportunities WHERE id = p_id FOR UPDATE;
            IF NOT FOUND THEN refusal := 'CP-OPP-01'; RETURN; END IF;
            new_version := o.version;
            {{(remembersKeys ? RememberKey : "")}}
            SELECT * INTO here FROM stages WHERE process_id = o.process_id AND id = o.stage;
            IF p_to IS NULL THEN
                SELECT * INTO target FROM stages WHERE process_id = o.process_id AND position = here.position + 1;
            ELSE
                SELECT * INTO target FROM stages WHERE process_id = o.process_id AND id = p_to;
            END IF;
            IF p_expected IS NOT NULL AND p_expected <> o.version THEN refusal := 'CP-CMD-02';
            ELSIF o.status <> 'open' THEN refusal := 'CP-OPP-03';
            ELSIF target IS NULL THEN refusal := CASE WHEN p_to IS NULL THEN 'CP-STAGE-05' ELSE 'CP-STAGE-01' END;
            ELSIF target.id = ANY (here.may_return_to) THEN back := true;
            ELSIF target.position <> here.position + 1 THEN refusal := 'CP-STAGE-02';
            ELSE
                known := array_remove(ARRAY[
                    CASE WHEN o.customer_id IS NOT NULL THEN 'customer' END, CASE WHEN o.product IS NOT NULL THEN 'product' END,
                    CASE WHEN o.amount_minor IS NOT NULL THEN 'amount' END,
                    CASE WHEN o.expected_close_on IS NOT NULL THEN 'expectedClose' END], NULL);
                IF NOT here.facts <@ known THEN refusal := 'CP-STAGE-04';
                ELSIF NOT here.evidence <@ o.evidence THEN refusal := 'CP-STAGE-03';
                END IF;
            END IF;
            IF refusal IS NOT NULL THEN
                {{(remembersKeys ? ForgetKey : "")}}
                RETURN;
            END IF;
            new_version := o.version + 1;
            UPDATE opportunities SET version = new_version, stage = target.id, probability_percent = target.probability_percent, changed_at = now()
                WHERE id = p_id;
            INSERT INTO events (opportunity_id, version, at, actor, command_id, type, data)
                VALUES (p_id, new_version, now(), p_actor, p_command_id, CASE WHEN back THEN 'stageReturned' ELSE 'stageAdvanced' END,
                    jsonb_build_object('from', o.stage, 'to', target.id, 'probabilityPercent', target.probability_percent))
                RETURNING seq INTO new_seq;
        END $$;
        """;
}
