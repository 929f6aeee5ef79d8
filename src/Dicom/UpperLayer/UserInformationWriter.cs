namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The sub-items of PS3.7 annex D.3.3, in ascending type as most implementations send them.</summary>
internal static class UserInformationWriter
{
    public static void Write(ItemWriter item, UserInformation user)
    {
        item.Item(ItemType.MaximumLength, sub => sub.UInt32(user.MaximumLength));
        item.Item(ItemType.ImplementationClassUid, sub => sub.Text(user.ImplementationClassUid.Value));
        if (user.AsynchronousOperationsWindow is { } window)
            item.Item(ItemType.AsynchronousOperationsWindow, sub => sub.UInt16(window.Invoked).UInt16(window.Performed));
        foreach (var role in user.RoleSelections)
            item.Item(ItemType.RoleSelection, sub => sub.SizedUid(role.SopClassUid).Byte(role.Scu ? (byte)1 : (byte)0).Byte(role.Scp ? (byte)1 : (byte)0));
        if (user.ImplementationVersionName is { Length: > 0 } name)
            item.Item(ItemType.ImplementationVersionName, sub => sub.Text(name));
        foreach (var extended in user.ExtendedNegotiations)
            item.Item(ItemType.ExtendedNegotiation, sub => sub.SizedUid(extended.SopClassUid).Bytes(extended.Information.Span));
        foreach (var common in user.CommonExtendedNegotiations)
            item.Item(ItemType.CommonExtendedNegotiation, sub => WriteCommon(sub, common));
        if (user.UserIdentity is { } identity)
            item.Item(ItemType.UserIdentity, sub => WriteIdentity(sub, identity));
        if (user.UserIdentityResponse is { } response)
            item.Item(ItemType.UserIdentityResponse, sub => sub.SizedBytes(response.Span));
    }

    private static void WriteIdentity(ItemWriter sub, UserIdentity identity) => sub
        .Byte((byte)identity.Type).Byte(identity.PositiveResponseRequested ? (byte)1 : (byte)0)
        .SizedBytes(identity.Primary.Span).SizedBytes(identity.Secondary.Span);

    private static void WriteCommon(ItemWriter sub, CommonExtendedNegotiation common)
    {
        var related = new ItemWriter();
        foreach (var uid in common.RelatedGeneralSopClassUids)
            related.SizedUid(uid);
        sub.SizedUid(common.SopClassUid).SizedUid(common.ServiceClassUid).SizedBytes(related.Written);
    }
}
