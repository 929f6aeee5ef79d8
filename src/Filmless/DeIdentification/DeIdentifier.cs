using System.Globalization;
using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>
/// Takes out of data sets who they are about. Under one link the same UID always becomes the same other one; under another link it
/// becomes yet another, so that two receivers cannot put their parts together.
/// </summary>
public sealed class DeIdentifier(SigningKey key, string linkId, LinkDates dates = LinkDates.Removed)
{
    private const string Method = "PS3.15 E basic profile, attributes by list";

    private readonly KeptDates _dates = new(dates, 1 + (Convert.ToInt32(key.Hash($"anonymous\n{linkId}\ndays")[..6], 16) % 365));

    /// <summary>Stands for the patient in every answer of the link.</summary>
    public string Pseudonym => $"ANON-{key.Hash($"anonymous\n{linkId}")[..6]}".ToUpperInvariant();

    /// <summary>The day to show instead; null for none.</summary>
    public DateOnly? Of(DateOnly? day) => _dates.Of(day);

    /// <summary>The time of day, where days are shown.</summary>
    public TimeOnly? Of(TimeOnly? time) => dates == LinkDates.Removed ? null : time;

    /// <summary>PS3.5 B.2: <c>2.25.</c> and 128 bits; those of the standard itself stay.</summary>
    public Uid Of(Uid uid)
    {
        if (uid.Value.StartsWith("1.2.840.10008.", StringComparison.Ordinal))
            return uid;
        var bits = Convert.FromHexString(key.Hash($"anonymous\n{linkId}\n{uid.Value}"))[..16];
        return new Uid($"2.25.{new BigInteger(bits, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture)}");
    }

    /// <returns>A new data set; the given one is not changed.</returns>
    public DataSet Apply(DataSet dataSet)
    {
        var kept = Strip(dataSet);
        // type 2 attributes that viewers and archives expect (PS3.3 C.7.1.1, C.7.2.1)
        kept.SetString(Tags.PatientName, Pseudonym).SetString(Tags.PatientID, Pseudonym);
        kept.SetString(Tags.PatientIdentityRemoved, "YES").SetString(Tags.DeidentificationMethod, Method);
        kept.SetString(Tags.LongitudinalTemporalInformationModified, _dates.Modified); // PS3.15 E.3.6
        return kept;
    }

    private DataSet Strip(DataSet dataSet)
    {
        var kept = new DataSet();
        foreach (var element in dataSet)
        {
            var vr = element.EffectiveVR();
            if (_dates.Covers(element.Tag, vr) && dataSet.GetStrings(element.Tag).Select(value => _dates.Of(value, vr)).ToList() is { Count: > 0 } moved && !moved.Contains(null))
                kept.SetString(element.Tag, vr, [.. moved.OfType<string>()]);
            else if (!BasicProfile.Keeps(element.Tag, vr))
                AddInstead(kept, element);
            else if (vr == VR.UI)
                kept.SetString(element.Tag, VR.UI, [.. dataSet.GetStrings(element.Tag).Select(uid => Of(new Uid(uid)).Value)]);
            else if (vr == VR.SQ)
                AddItems(kept, element.Tag, dataSet.GetItems(element.Tag));
            else
                kept.Set(element);
        }

        return kept;
    }

    private static void AddInstead(DataSet kept, DataElement element)
    {
        var dummy = BasicProfile.Dummy(element.Tag);
        if (dummy is not null && !element.IsEmpty)
            kept.SetString(element.Tag, dummy);
        else if (dummy is not null || BasicProfile.Empties(element.Tag))
            kept.SetEmpty(element.Tag);
    }

    private void AddItems(DataSet kept, Tag tag, IReadOnlyList<DataSet> items)
    {
        var stripped = items.Select(Strip).ToList();
        if (items.Count == 0 || stripped.Exists(item => item.Count > 0))
            kept.Set(new DataElement(tag, new Sequence(stripped)));
    }
}
