namespace SalesGrid;

public static partial class ControlPoints
{
    // Asked wherever somebody acts, so it stands apart from the rules of one kind of object.
    public static readonly ControlPoint TrainingMustBeCurrent = new("CP-TRAIN-01", RefusalKind.Rule,
        new("{0} 的资质或培训“{1}”{2},不能办理此事。", "{0} lacks a current {1}: {3}, and this act needs it."),
        new("完成培训并更新有效期。", "Renew the training first."), "S1 S7", MayBeOverridden: true)
    { By = [Who.People], Command = "salesperson.pass-qualification" };
}
