using System.Collections.Frozen;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>The generated lines of PS3.6 annex A, parsed when first asked for.</summary>
internal static partial class UidTable
{
    private static readonly Lazy<UidEntry[]> Parsed = new(Parse);
    private static readonly Lazy<FrozenDictionary<Uid, UidEntry>> Index = new(() => Parsed.Value.ToFrozenDictionary(e => e.Uid));

    public static IReadOnlyList<UidEntry> All => Parsed.Value;

    public static UidEntry? Find(Uid uid) => Index.Value.GetValueOrDefault(uid);

    private static UidEntry[] Parse() =>
        [.. System.Text.Encoding.UTF8.GetString(Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Entry)];

    private static UidEntry Entry(string line)
    {
        var fields = line.Split('\t');
        return new UidEntry(new Uid(fields[0]), Kind(fields[1]), fields[2], fields[3], fields[4] == "R", fields[5] == "S");
    }

    private static UidKind Kind(string type) => type switch
    {
        "SOP Class" => UidKind.SopClass,
        "Meta SOP Class" => UidKind.MetaSopClass,
        "Transfer Syntax" => UidKind.TransferSyntax,
        "Well-known frame of reference" => UidKind.FrameOfReference,
        "Coding Scheme" => UidKind.CodingScheme,
        "Service Class" => UidKind.ServiceClass,
        "LDAP OID" => UidKind.LdapObject,
        _ when type.EndsWith("SOP Instance", StringComparison.Ordinal) => UidKind.WellKnownSopInstance,
        _ => UidKind.Other,
    };
}
