using System.Runtime.CompilerServices;

namespace ImagingGateway.Storage.Audit;

/// <summary>
/// Every sentence the audit trail may hold, the special ones before those that would fit too. A new one needs its words in both languages (a test asks);
/// one that was ever recorded is never changed or taken out, for what is recorded stays.
/// </summary>
public static class AuditForms
{
    private static readonly List<AuditForm> Known = [];

    // people
    public static AuditForm Locked { get; } = Of("locked");
    public static AuditForm SignInIdle { get; } = Of("not used for too long, locked");
    public static AuditForm SecondFactorAsked { get; } = Of("password; second factor asked");
    public static AuditForm SecondFactorEnrolled { get; } = Of("second factor enrolled");
    public static AuditForm SecondFactorLocked { get; } = Of("second factor, locked");
    public static AuditForm SecondFactorGiven { get; } = Of("second factor");
    public static AuditForm SecondFactorTakenAway { get; } = Of("second factor of {name} reset");
    public static AuditForm AccountCreated { get; } = Of("account {name} created as {Role}");
    public static AuditForm AccountDisabled { get; } = Of("account {name} disabled");
    public static AuditForm AccountEnabled { get; } = Of("account {name} enabled");
    public static AuditForm PasswordSet { get; } = Of("password of {name} set");
    public static AuditForm GrantToRead { get; } = Of("grant {name}: {name} may read claims of {text}, {day} to {day}, until {day}: {text}");
    public static AuditForm GrantToCopy { get; } = Of("grant {name}: {name} may read and copy claims of {text}, {day} to {day}, until {day}: {text}");
    public static AuditForm GrantRevoked { get; } = Of("grant {name} revoked");

    // links
    public static AuditForm LinkMade { get; } = Of("expires {time}; {Audience}; {Permission}; {Purpose}; {Basis}");

    /// <summary>Of gateways before links had an audience; no longer recorded.</summary>
    public static AuditForm LinkMadeOnce { get; } = Of("expires {time}");
    public static AuditForm LinkPreview { get; } = Of("preview");
    public static AuditForm LinkAgain { get; } = Of("again");
    public static AuditForm LinkConfirmed { get; } = Of("confirmed");
    public static AuditForm LinkUnknown { get; } = Of("unknown");
    public static AuditForm LinkRevoked { get; } = Of("revoked");
    public static AuditForm LinkExpired { get; } = Of("expired");
    public static AuditForm LinkNotYet { get; } = Of("not yet");
    public static AuditForm LinkUsedUp { get; } = Of("used up");
    public static AuditForm WrongPinLocked { get; } = Of("wrong PIN, locked");
    public static AuditForm WrongPin { get; } = Of("wrong PIN");
    public static AuditForm Slip { get; } = Of("slip {text}");

    // claims and reports
    public static AuditForm ClaimsTaken { get; } = Of("claims: {count} taken, {count} not imaging, {count} refused");
    public static AuditForm ClaimsListed { get; } = Of("claims, {count} lines");

    /// <summary>Of gateways before the reviewer's desk; no longer recorded.</summary>
    public static AuditForm ClaimsListedOnce { get; } = Of("claim list, {count} lines");
    public static AuditForm ClaimAnswered { get; } = Of("claim {text}, {text}: answered");
    public static AuditForm ClaimDecided { get; } = Of("claim {text}, {text}: {ClaimState}");
    public static AuditForm ClaimStudyConfirmed { get; } = Of("claim {text}: study confirmed");
    public static AuditForm ClaimStudyRejected { get; } = Of("claim {text}: study rejected");
    public static AuditForm ClaimSeen { get; } = Of("claim {text}");
    public static AuditForm ReportAssigned { get; } = Of("report {name} assigned");
    public static AuditForm ReportWithoutStudy { get; } = Of("report {name} by {ReportOrigin}, no study fits");
    public static AuditForm ReportTaken { get; } = Of("report {name} by {ReportOrigin}");
    public static AuditForm ReportSeen { get; } = Of("report {name}");

    // evidence
    public static AuditForm Frozen { get; } = Of("manifest {count}, Merkle root {name}");
    public static AuditForm ManifestTaken { get; } = Of("manifest");
    public static AuditForm EvidenceCopy { get; } = Of("evidence copy {name}, {text}");
    public static AuditForm AuditExported { get; } = Of("audit trail as {text}");

    // looking and fetching
    public static AuditForm StudyList { get; } = Of("study list");
    public static AuditForm ViewerOpened { get; } = Of("viewer opened at frame {count} of {uid}");
    public static AuditForm ContactSheet { get; } = Of("contact sheet of {uid}: {text}");
    public static AuditForm Picture { get; } = Of("{uid}/{count}");
    public static AuditForm RenderedFrame { get; } = Of("rendered frame {count} of {uid}");
    public static AuditForm Thumbnail { get; } = Of("thumbnail frame {count} of {uid}");
    public static AuditForm RenderedInstances { get; } = Of("rendered {count} instances");
    public static AuditForm Frames { get; } = Of("frames {count} of them of {uid}");
    public static AuditForm Frame { get; } = Of("frames {count} of {uid}");
    public static AuditForm Video { get; } = Of("video of {uid}");
    public static AuditForm BulkData { get; } = Of("bulk data {name} of {uid}");
    public static AuditForm Metadata { get; } = Of("metadata of {count} instances");
    public static AuditForm Description { get; } = Of("description of {count} instances");
    public static AuditForm Instances { get; } = Of("{count} instances");
    public static AuditForm WebSearch { get; } = Of("QIDO-RS {Level}: {count} results");
    public static AuditForm WebStore { get; } = Of("STOW-RS: {count} stored, {count} refused");
    public static AuditForm DicomSearch { get; } = Of("C-FIND {Level}: {count}");
    public static AuditForm DicomStore { get; } = Of("C-STORE: {count}");
    public static AuditForm DicomMove { get; } = Of("C-MOVE {text}: {count}");
    public static AuditForm DicomGet { get; } = Of("C-GET {text}: {count}");

    // keeping
    public static AuditForm MarkedForDeletion { get; } = Of("marked for deletion: {text}");
    public static AuditForm DeletionRefused { get; } = Of("deletion refused: {text}");
    public static AuditForm DeletionTakenBack { get; } = Of("deletion mark taken back");
    public static AuditForm HoldPlaced { get; } = Of("legal hold placed: {text}");
    public static AuditForm HoldLifted { get; } = Of("legal hold lifted");
    public static AuditForm RetentionClass { get; } = Of("retention class {Keeping}");
    public static AuditForm Purged { get; } = Of("purged, {count} instances");
    public static AuditForm NotPurgedGrown { get; } = Of("not purged: images arrived after it was marked");
    public static AuditForm NotPurgedContested { get; } = Of("not purged: another study has one of its SOP Instance UIDs");
    public static AuditForm NotPurgedUnseen { get; } = Of("not purged: the object store holds images of it that the index does not know");
    public static AuditForm NotPurgedUnsaid { get; } = Of("not purged:");
    public static AuditForm NotPurged { get; } = Of("not purged: {text}");
    public static AuditForm FilesExported { get; } = Of("{count} files to a folder");
    public static AuditForm Compressed { get; } = Of("compressed without loss to {uid}: {bytes} to {bytes} bytes");

    /// <summary>All of them, in this order.</summary>
    public static IReadOnlyList<AuditForm> All => Known;

    /// <summary>The form of a recorded text and its values; null for a text of no form.</summary>
    public static (AuditForm Form, IReadOnlyList<string> Values)? Read(string recorded)
    {
        foreach (var form in All)
        {
            if (form.Read(recorded) is { } values)
                return (form, values);
        }

        return null;
    }

    private static AuditForm Of(string sentence, [CallerMemberName] string name = "")
    {
        var form = new AuditForm(name, sentence);
        Known.Add(form);
        return form;
    }
}
