using SalesGrid.Kpis;

namespace SalesGrid.Chaos.Broken;

/// <summary>Gives every call of a command an id of its own, so that a retry counts as a new command.</summary>
internal sealed class ForgetCommandIds : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        for (var i = 0; i < context.Request.GetArgumentCount(); i++)
        {
            if (context.Request.GetArgument(i) is Envelope envelope && context.InterfaceMethod.Name is "Execute" or "Do")
                context.Request.SetArgument(i, envelope with { CommandId = $"{envelope.CommandId[..Math.Min(90, envelope.CommandId.Length)]}~{Guid.NewGuid():N}" });
        }
        return context.Invoke();
    }
}

/// <summary>Counts one open opportunity too many in one bucket's answer to every KPI question.</summary>
internal sealed class CountOneTooMany : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is KpiPartial { Bucket: 0, Cells: { IsDefaultOrEmpty: false } cells } partial)
        {
            var first = cells[0];
            context.Result = partial with { Cells = cells.SetItem(0, first with { Sums = first.Sums.SetItem(0, first.Sums[0] + 1) }) };
        }
    }
}
