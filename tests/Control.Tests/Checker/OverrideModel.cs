namespace SalesGrid.Control.Tests.Checker;

/// <summary>Overrides and warnings, the same on every object: CP-CTRL and CP-WARN.</summary>
internal sealed class OverrideModel(string subject, Findings findings) : ObjectModel(subject, findings)
{
    private readonly Dictionary<string, Override> overrides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> warnings = new(StringComparer.Ordinal);
    private readonly HashSet<string> answered = [];

    private sealed record Override(string ControlPoint, string By, DateTimeOffset Until)
    {
        public string? UsedBy { get; set; }
        public bool Reviewed { get; set; }
    }

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "ControlOverridden":
                var granted = new Override(line.Needed("controlPoint"), line.Needed("by"), line.Moment("until")!.Value);
                Must(!string.IsNullOrWhiteSpace(line.Text("reason")), "CP-DATA-01", line, "an override without a reason");
                Must(granted.Until > line.At && granted.Until <= line.At.AddDays(30), "CP-CTRL-04", line, $"an override until {granted.Until}");
                Must(granted.By == line.Actor, "CP-CTRL-02", line, "an override in somebody else's name");
                overrides[line.Needed("id")] = granted;
                break;
            case "OverrideUsed":
                var used = overrides.GetValueOrDefault(line.Needed("id"));
                Must(used is not null, "CP-CTRL-05", line, "use of an override nobody granted");
                if (used is null)
                    break;
                Must(used.UsedBy is null, "CP-CTRL-06", line, "an override used twice");
                Must(used.By != line.Actor, "CP-CTRL-07", line, "an override used by whoever granted it");
                Must(used.Until > line.At, "CP-CTRL-04", line, "an override used after its end");
                Must(used.ControlPoint == line.Needed("controlPoint"), "CP-CTRL-05", line, "an override used for another control point");
                used.UsedBy = line.Actor;
                break;
            case "OverrideReviewed":
                var reviewed = overrides.GetValueOrDefault(line.Needed("id"));
                Must(reviewed is { UsedBy: not null, Reviewed: false }, "CP-CTRL-06", line, "a review before the use, or a second one");
                Must(reviewed is null || (reviewed.By != line.Actor && reviewed.UsedBy != line.Actor), "CP-CTRL-07", line, "a review of one's own override");
                if (reviewed is not null)
                    reviewed.Reviewed = true;
                break;
            case "WarningRaised":
                Must(warnings.TryAdd(line.Needed("id"), true), "CP-WARN-01", line, "a warning raised twice on one occasion");
                Must(line.Actor == "grid", "CP-CTRL-08", line, "a warning raised by hand");
                break;
            case "WarningAnswered":
                Must(warnings.GetValueOrDefault(line.Needed("id")), "CP-WARN-01", line, "an answer to no open warning");
                answered.Add(line.Needed("id"));
                break;
            case "WarningClosed":
                Must(warnings.GetValueOrDefault(line.Needed("id")), "CP-WARN-01", line, "no open warning closed");
                Must(line.Actor == "grid" || answered.Contains(line.Needed("id")), "CP-WARN-03", line, "a warning closed unanswered");
                warnings[line.Needed("id")] = false;
                break;
        }
    }
}
