using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>What the index keeps of a study in columns, read from the first instance that arrived.</summary>
internal sealed record StudyFacts(
    string PatientId, string Issuer, string NameKey, string PatientName, string BirthDateText, int? BirthDate, string Sex,
    int? StudyDate, long? StudyTime, string Accession, string StudyId, string Description, string ReferringName, string ReferringKey,
    string Institution, IReadOnlyList<Term> Terms)
{
    /// <summary>Newest first means this, descending: date and time of the study, or of arrival when it has no date.</summary>
    public long SortKey(DateTimeOffset receivedAt)
    {
        var time = (StudyTime ?? 0) / 1_000_000;
        return StudyDate is { } date
            ? (date * 1_000_000L) + (time / 3600 * 10_000) + (time / 60 % 60 * 100) + (time % 60)
            : long.Parse(receivedAt.UtcDateTime.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The patient row of this study; studies without a patient ID have a patient of their own.</summary>
    public string PatientIdentity(Uid study) => PatientId.Length == 0 ? $"\u001F{study.Value}" : $"{PatientId}\u001F{Issuer}";

    public static StudyFacts Of(DataSet header)
    {
        var name = IndexText.Of(Joined(header, Tags.PatientName));
        var referring = IndexText.Of(Joined(header, Tags.ReferringPhysicianName));
        string nameKey = SearchKey.Of(name), referringKey = SearchKey.Of(referring);
        var birthDate = IndexText.Of(header.GetString(Tags.PatientBirthDate));
        return new StudyFacts(
            IndexText.Of(header.GetString(Tags.PatientID)), IndexText.Of(header.GetString(Tags.IssuerOfPatientID)), nameKey, DisplayName.Of(name),
            birthDate, DicomMoments.TryDatePeriod(birthDate, out var born, out _) ? born : null, IndexText.Of(header.GetString(Tags.PatientSex)),
            DicomMoments.Date(header.GetString(Tags.StudyDate)), DicomMoments.Time(header.GetString(Tags.StudyTime)),
            IndexText.Of(header.GetString(Tags.AccessionNumber)), IndexText.Of(header.GetString(Tags.StudyID)),
            IndexText.Of(header.GetString(Tags.StudyDescription)), DisplayName.Of(referring), referringKey,
            IndexText.Of(header.GetString(Tags.InstitutionName)), [.. TermsOf(header, nameKey, referringKey).Distinct()]);
    }

    private static IEnumerable<Term> TermsOf(DataSet header, string nameKey, string referringKey)
    {
        foreach (var word in SearchKey.Words(nameKey))
            yield return new Term(TermKind.NameWord, word);
        foreach (var word in SearchKey.Words(referringKey))
            yield return new Term(TermKind.ReferringWord, word);
        foreach (var identifier in Identifiers(header).Select(text => SearchKey.OfIdentifier(text)))
        {
            if (identifier.Length > 0)
                yield return new Term(TermKind.Identifier, identifier);
        }
    }

    // Whatever a person may hold in the hand: hospital number, CCCD, insurance card, treatment code, order and accession number.
    private static IEnumerable<string> Identifiers(DataSet header) =>
    [
        .. header.GetStrings(Tags.PatientID), .. header.GetStrings(Tags.OtherPatientIDs),
        .. header.GetItems(Tags.OtherPatientIDsSequence).SelectMany(item => item.GetStrings(Tags.PatientID)),
        .. header.GetStrings(Tags.InsurancePlanIdentification), .. header.GetStrings(Tags.AdmissionID),
        .. header.GetStrings(Tags.AccessionNumber), .. header.GetStrings(Tags.StudyID),
        .. header.GetItems(Tags.RequestAttributesSequence).SelectMany(item => item.GetStrings(Tags.RequestedProcedureID)),
    ];

    private static string Joined(DataSet header, Tag tag) => string.Join('\\', header.GetStrings(tag));
}
