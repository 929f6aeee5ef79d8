using System.Diagnostics.CodeAnalysis;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>An accepted presentation context.</summary>
/// <param name="Id">Odd, 1 to 255.</param>
/// <param name="AbstractSyntax">SOP class.</param>
/// <param name="TransferSyntax">The one chosen by the acceptor.</param>
/// <param name="RequestorIsScu">The association requestor may invoke operations.</param>
/// <param name="RequestorIsScp">The association requestor may be invoked (C-GET sub-operations).</param>
public sealed record NegotiatedContext(byte Id, Uid AbstractSyntax, Uid TransferSyntax, bool RequestorIsScu, bool RequestorIsScp);

/// <summary>The accepted contexts of an association by number.</summary>
public sealed class NegotiatedContexts(IReadOnlyDictionary<byte, NegotiatedContext> byId)
{
    /// <summary>How many were accepted.</summary>
    public int Count => byId.Count;

    /// <summary>Each of them.</summary>
    public IEnumerable<NegotiatedContext> All => byId.Values;

    /// <summary>The context of a number; false when none of that number was accepted.</summary>
    public bool TryGet(byte id, [NotNullWhen(true)] out NegotiatedContext? context) => byId.TryGetValue(id, out context);

    /// <summary>Any context of an abstract syntax; null when none was accepted.</summary>
    public NegotiatedContext? Find(Uid abstractSyntax) => byId.Values.FirstOrDefault(context => context.AbstractSyntax == abstractSyntax);

    /// <summary>The context of exactly this pair; null when none was accepted.</summary>
    public NegotiatedContext? Find(Uid abstractSyntax, Uid transferSyntax) =>
        byId.Values.FirstOrDefault(context => context.AbstractSyntax == abstractSyntax && context.TransferSyntax == transferSyntax);
}
