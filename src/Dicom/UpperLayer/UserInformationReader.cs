using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The sub-items of PS3.7 annex D.3.3. A sub-item of unknown type is skipped.</summary>
internal static class UserInformationReader
{
    public static UserInformation Read(ItemReader item)
    {
        var user = new UserInformation(0, default, null);
        var roles = new List<RoleSelection>();
        var extended = new List<ExtendedNegotiation>();
        var common = new List<CommonExtendedNegotiation>();
        while (!item.IsAtEnd)
        {
            var subItem = item.Item(out var type);
            switch (type)
            {
                case ItemType.RoleSelection:
                    roles.Add(new RoleSelection(subItem.SizedUid(), subItem.Byte() != 0, subItem.Byte() != 0));
                    break;
                case ItemType.ExtendedNegotiation:
                    extended.Add(new ExtendedNegotiation(subItem.SizedUid(), subItem.Rest().ToArray()));
                    break;
                case ItemType.CommonExtendedNegotiation:
                    common.Add(ReadCommon(subItem));
                    break;
                default:
                    user = ReadSingle(user, type, subItem);
                    break;
            }
        }

        return user with { RoleSelections = roles, ExtendedNegotiations = extended, CommonExtendedNegotiations = common };
    }

    private static UserInformation ReadSingle(UserInformation user, byte type, ItemReader subItem) => type switch
    {
        ItemType.MaximumLength => user with { MaximumLength = subItem.UInt32() },
        ItemType.ImplementationClassUid => user with { ImplementationClassUid = new Uid(subItem.RestAsText()) },
        ItemType.ImplementationVersionName => user with { ImplementationVersionName = subItem.RestAsText() },
        ItemType.AsynchronousOperationsWindow => user with
        {
            AsynchronousOperationsWindow = new AsynchronousOperationsWindow(subItem.UInt16(), subItem.UInt16()),
        },
        ItemType.UserIdentity => user with { UserIdentity = ReadIdentity(subItem) },
        ItemType.UserIdentityResponse => user with { UserIdentityResponse = subItem.SizedBytes().ToArray() },
        _ => user,
    };

    private static UserIdentity ReadIdentity(ItemReader subItem)
    {
        var type = (UserIdentityType)subItem.Byte();
        var positiveResponse = subItem.Byte() != 0;
        var primary = subItem.SizedBytes().ToArray();
        var secondary = subItem.IsAtEnd ? [] : subItem.SizedBytes().ToArray();
        return new UserIdentity(type, positiveResponse, primary, secondary);
    }

    private static CommonExtendedNegotiation ReadCommon(ItemReader subItem)
    {
        var sopClass = subItem.SizedUid();
        var serviceClass = subItem.SizedUid();
        var related = new List<Uid>();
        if (!subItem.IsAtEnd)
        {
            var start = subItem.Position + 2;
            var list = new ItemReader(subItem.SizedBytes(), start);
            while (!list.IsAtEnd)
                related.Add(list.SizedUid());
        }

        return new CommonExtendedNegotiation(sopClass, serviceClass, related);
    }
}
