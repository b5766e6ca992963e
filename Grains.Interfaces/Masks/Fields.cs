namespace SalesGrid;

/// <summary>
/// What of an object is not for everybody who may read it. Each says in <see cref="ShownToAttribute"/> who sees it as it is; which members hold
/// it says <see cref="MaskedAttribute"/> beside them.
/// </summary>
[Flags]
public enum Fields
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Telephone number of a contact (电话).</summary>
    [ShownTo(Standing.OwnersSide | Standing.Unowned, MaskDuties.DealKeeping, Form = MaskForm.Phone)]
    Phone = 1,

    /// <summary>E-mail address of a contact (邮箱).</summary>
    [ShownTo(Standing.OwnersSide | Standing.Unowned, MaskDuties.DealKeeping, Form = MaskForm.Email)]
    Email = 2,

    /// <summary>Name of a contact (联系人姓名).</summary>
    [ShownTo(Standing.OwnersSide | Standing.Unowned, MaskDuties.DealKeeping, Form = MaskForm.Name)]
    ContactName = 4,

    /// <summary>What shows that a contact consented, such as the number of a document (同意凭据).</summary>
    [ShownTo(Standing.OwnersSide | Standing.Unowned, MaskDuties.DealKeeping)]
    ConsentEvidence = 8,

    /// <summary>What was said to people of a customer, and why one of them was removed (跟进内容).</summary>
    [ShownTo(Standing.OwnersSide | Standing.Unowned, MaskDuties.DealKeeping)]
    Conversation = 16,

    /// <summary>Name and motive of somebody in a buying centre (采购组织人员).</summary>
    [ShownTo(Standing.OwnersSide, Duties.Manager | Duties.Controller, Form = MaskForm.Name)]
    BuyingCentre = 32,

    /// <summary>Cost of a product (成本).</summary>
    [ShownTo(Standing.Manager | Standing.Asked, MaskDuties.PriceKeeping, Auditors = true)]
    Cost = 64,

    /// <summary>Margin of a quote (毛利).</summary>
    [ShownTo(Standing.Manager | Standing.Asked, MaskDuties.PriceKeeping, Auditors = true)]
    Margin = 128,

    /// <summary>Floor price of a product (底价). The owner's side sees it in its own quotes, which are refused where they come out below it.</summary>
    [ShownTo(Standing.OwnersSide | Standing.Asked, MaskDuties.PriceKeeping, Auditors = true)]
    Floor = 256,

    /// <summary>
    /// Hash of what a quote offers, or of a contract on it (内容哈希). Costs are in it, and whoever knows all the rest finds them by trying: it is for those who see
    /// costs, and for legal, who review by it.
    /// </summary>
    [ShownTo(Standing.Manager | Standing.Asked, MaskDuties.PriceKeeping | Duties.Legal, Auditors = true)]
    ContentHash = 512,

    /// <summary>All of them.</summary>
    All = Phone | Email | ContactName | ConsentEvidence | Conversation | BuyingCentre | Cost | Margin | Floor | ContentHash,
}

/// <summary>Duties with which several fields are seen.</summary>
internal static class MaskDuties
{
    /// <summary>Of those who have to do with the customers of others.</summary>
    public const Duties DealKeeping = Duties.Manager | Duties.Finance | Duties.Legal | Duties.Controller;

    /// <summary>Of those who make prices and decide on them.</summary>
    public const Duties PriceKeeping = Duties.Manager | Duties.Finance | Duties.ProcessOwner | Duties.Controller;
}
