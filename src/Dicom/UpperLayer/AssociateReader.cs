using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The bodies of A-ASSOCIATE-RQ and A-ASSOCIATE-AC (PS3.8 9.3.2, 9.3.3). Items of unknown type are skipped, in any order.</summary>
internal static class AssociateReader
{
    private static readonly UserInformation NoUserInformation = new(0, default, null);

    public static AssociateRequest ReadRequest(ItemReader body)
    {
        var (version, called, calling) = ReadFixedPart(ref body);
        var contexts = new List<PresentationContextProposal>();
        Uid applicationContext = default;
        var user = NoUserInformation;
        while (!body.IsAtEnd)
        {
            var item = body.Item(out var type);
            if (type == ItemType.ApplicationContext)
                applicationContext = new Uid(item.RestAsText());
            else if (type == ItemType.PresentationContextProposal)
                contexts.Add(ReadProposal(item));
            else if (type == ItemType.UserInformation)
                user = UserInformationReader.Read(item);
        }

        return new AssociateRequest(version, called, calling, applicationContext, contexts, user);
    }

    public static AssociateAccept ReadAccept(ItemReader body)
    {
        var (version, called, calling) = ReadFixedPart(ref body);
        var contexts = new List<PresentationContextResult>();
        Uid applicationContext = default;
        var user = NoUserInformation;
        while (!body.IsAtEnd)
        {
            var item = body.Item(out var type);
            if (type == ItemType.ApplicationContext)
                applicationContext = new Uid(item.RestAsText());
            else if (type == ItemType.PresentationContextResult)
                contexts.Add(ReadResult(item));
            else if (type == ItemType.UserInformation)
                user = UserInformationReader.Read(item);
        }

        return new AssociateAccept(version, called, calling, applicationContext, contexts, user);
    }

    private static (ushort Version, AETitle Called, AETitle Calling) ReadFixedPart(ref ItemReader body)
    {
        var version = body.UInt16();
        body.UInt16();
        var called = Title(body.Text(16));
        var calling = Title(body.Text(16));
        body.Bytes(32);
        return (version, called, calling);
    }

    // An unusable title becomes the empty one; whether that matters is the acceptor's policy.
    private static AETitle Title(string text) => AETitle.TryParse(text, out var title) ? title : default;

    private static PresentationContextProposal ReadProposal(ItemReader item)
    {
        var position = item.Position;
        var id = item.Byte();
        item.Bytes(3);
        Uid abstractSyntax = default;
        var transferSyntaxes = new List<Uid>();
        while (!item.IsAtEnd)
        {
            var subItem = item.Item(out var type);
            if (type == ItemType.AbstractSyntax)
                abstractSyntax = new Uid(subItem.RestAsText());
            else if (type == ItemType.TransferSyntax)
                transferSyntaxes.Add(new Uid(subItem.RestAsText()));
        }

        // PS3.8 9.3.2.2: odd numbers only. An even one would make two contexts share a number on other systems.
        if ((id & 1) == 0)
            throw new MalformedPduException($"Presentation context {id} is not an odd number.", position);
        return new PresentationContextProposal(id, abstractSyntax, transferSyntaxes);
    }

    private static PresentationContextResult ReadResult(ItemReader item)
    {
        var id = item.Byte();
        item.Byte();
        var outcome = (ContextOutcome)item.Byte();
        item.Byte();
        Uid transferSyntax = default;
        while (!item.IsAtEnd)
        {
            var subItem = item.Item(out var type);
            if (type == ItemType.TransferSyntax)
                transferSyntax = new Uid(subItem.RestAsText());
        }

        return new PresentationContextResult(id, outcome, transferSyntax);
    }
}
