using System.Globalization;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>
/// The thirteen checks: each a pure function of the claim line, what its service needs, what the images say, and the rules. A fact
/// that is missing makes a check amber, never red; a service that asks for nothing of the kind leaves it open.
/// </summary>
public static class ClaimChecks
{
    /// <summary>All checks in the order of <see cref="Check"/>.</summary>
    public static IReadOnlyList<Finding> All(ClaimLine line, ClaimFacts facts, ClaimRules rules)
    {
        var need = rules.NeedOf(line.ServiceName ?? "", line.ServiceCode);
        return
        [
            IdentityCheck.Of(line, facts), TimeOrder(line, facts, rules), Modality(need, facts), BodyPart(need, facts, rules), Views(line, need, facts), Device(line, facts, rules),
            DetectorRows(need, facts, rules), FieldStrength(need, facts, rules), Contrast(need, facts), Overlap(facts, rules), SharedPixels(facts), Report(line, facts), Delivery(facts, rules),
        ];
    }

    /// <summary>NGAY_YL ≤ first acquisition ≤ last acquisition ≤ NGAY_KQ.</summary>
    public static Finding TimeOrder(ClaimLine line, ClaimFacts facts, ClaimRules rules)
    {
        var tolerance = TimeSpan.FromMinutes(rules.ClockTolerance);
        if (facts.FirstAcquisition is not { } first || facts.LastAcquisition is not { } last)
            return new Finding(Check.TimeOrder, Verdict.Unsure, "NoAcquisition");
        if (line.OrderedAt is { } order && order > first + tolerance)
            return new Finding(Check.TimeOrder, Verdict.Bad, "BeforeOrder", Text(first), Text(order));
        if (line.ResultAt is { } end && end + tolerance < last)
            return new Finding(Check.TimeOrder, Verdict.Bad, "AfterResult", Text(last), Text(end));
        if (line.OrderedAt is not { } ordered)
            return new Finding(Check.TimeOrder, Verdict.Unsure, "NoOrder", Text(first));
        return line.ResultAt is { } result
            ? new Finding(Check.TimeOrder, Verdict.Good, "Good", Text(ordered), Text(first), Text(result))
            : new Finding(Check.TimeOrder, Verdict.Unsure, "NoResult", Text(first));
    }

    /// <summary>The images are of a modality that the service means.</summary>
    public static Finding Modality(ServiceNeed need, ClaimFacts facts)
    {
        var (wanted, made) = (string.Join(", ", need.Modalities), string.Join(", ", facts.Modalities));
        if (need.Modalities.Count == 0)
            return new Finding(Check.Modality, Verdict.Unsure, "NotTold", made);
        if (facts.Modalities.Count == 0)
            return new Finding(Check.Modality, Verdict.Unsure, "Unknown", wanted);
        return facts.Modalities.Any(need.Modalities.Contains)
            ? new Finding(Check.Modality, Verdict.Good, "Good", made)
            : new Finding(Check.Modality, Verdict.Bad, "Bad", wanted, made);
    }

    /// <summary>The images show the body part that the service means, by their attribute or else by their descriptions.</summary>
    public static Finding BodyPart(ServiceNeed need, ClaimFacts facts, ClaimRules rules)
    {
        if (need.BodyParts.Count == 0)
            return new Finding(Check.BodyPart, Verdict.Unsure, "NotTold", string.Join(", ", facts.BodyParts));
        var wanted = need.BodyParts[0];
        if (facts.BodyParts.FirstOrDefault(part => need.BodyParts.Contains(part, StringComparer.OrdinalIgnoreCase)) is { } fitting)
            return new Finding(Check.BodyPart, Verdict.Good, "Good", fitting);
        var described = rules.BodyPartsIn(facts.Description);
        if (described.Any(need.BodyParts.Contains))
            return new Finding(Check.BodyPart, facts.BodyParts.Count == 0 ? Verdict.Good : Verdict.Unsure, facts.BodyParts.Count == 0 ? "Described" : "OnlyDescribed", wanted, string.Join(", ", facts.BodyParts));
        if (facts.BodyParts.Count > 0)
            return new Finding(Check.BodyPart, Verdict.Bad, "Bad", wanted, string.Join(", ", facts.BodyParts));
        return described.Count > 0
            ? new Finding(Check.BodyPart, Verdict.Bad, "Bad", wanted, described[0])
            : new Finding(Check.BodyPart, Verdict.Unsure, "Unknown", wanted);
    }

    /// <summary>As many distinct views as the tariff's "n phim" times the quantity.</summary>
    public static Finding Views(ClaimLine line, ServiceNeed need, ClaimFacts facts)
    {
        if (need.Views is not { } each)
            return new Finding(Check.Views, Verdict.NotNeeded, "NotNeeded", Text(facts.Images));
        var wanted = each * (int)Math.Max(1, Math.Ceiling(line.Quantity ?? 1));
        if (facts.Images == 0)
            return new Finding(Check.Views, Verdict.Unsure, "Unknown", Text(wanted));
        return new Finding(Check.Views, facts.Views >= wanted ? Verdict.Good : Verdict.Bad, facts.Views >= wanted ? "Good" : "Bad", Text(wanted), Text(facts.Views));
    }

    /// <summary>MA_MAY names the device whose serial number the images carry.</summary>
    public static Finding Device(ClaimLine line, ClaimFacts facts, ClaimRules rules)
    {
        var made = string.Join(", ", facts.SerialNumbers);
        if (line.Device is not { } device)
            return new Finding(Check.Device, Verdict.Unsure, "NotTold", made);
        if (facts.SerialNumbers.Count == 0)
            return new Finding(Check.Device, Verdict.Unsure, "Unknown", device);
        var claimed = SearchKey.OfIdentifier(device);
        var fits = facts.SerialNumbers.SelectMany(serial => (rules.DeviceOf(serial)?.Codes ?? []).Append(serial)).Select(name => SearchKey.OfIdentifier(name))
            .Any(name => name.Length > 0 && (name == claimed || (name.Length >= 3 && claimed.Contains(name, StringComparison.Ordinal))));
        return new Finding(Check.Device, fits ? Verdict.Good : Verdict.Bad, fits ? "Good" : "Bad", device, made);
    }

    /// <summary>The CT has as many detector rows as the tariff asks for.</summary>
    public static Finding DetectorRows(ServiceNeed need, ClaimFacts facts, ClaimRules rules)
    {
        if (need.DetectorRows is not { } wanted)
            return new Finding(Check.DetectorRows, Verdict.NotNeeded, "NotNeeded");
        var listed = facts.SerialNumbers.Select(serial => rules.DeviceOf(serial)?.DetectorRows).Max();
        return (listed ?? facts.DetectorRows) is { } rows
            ? new Finding(Check.DetectorRows, rows >= wanted ? Verdict.Good : Verdict.Bad, rows >= wanted ? "Good" : "Bad", Text(wanted), Text(rows))
            : new Finding(Check.DetectorRows, Verdict.Unsure, "Unknown", Text(wanted));
    }

    /// <summary>The magnet is as strong as the tariff asks for.</summary>
    public static Finding FieldStrength(ServiceNeed need, ClaimFacts facts, ClaimRules rules)
    {
        if (need.FieldStrength is not { } wanted)
            return new Finding(Check.FieldStrength, Verdict.NotNeeded, "NotNeeded");
        if ((facts.FieldStrength ?? facts.SerialNumbers.Select(serial => rules.DeviceOf(serial)?.FieldStrength).Max()) is not { } tesla)
            return new Finding(Check.FieldStrength, Verdict.Unsure, "Unknown", Text(wanted));
        var isEnough = tesla >= wanted * (1 - rules.FieldStrengthTolerance);
        return new Finding(Check.FieldStrength, isEnough ? Verdict.Good : Verdict.Bad, isEnough ? "Good" : "Bad", Text(wanted), Text(tesla));
    }

    /// <summary>Contrast was given when the service says so; given without being claimed is only strange.</summary>
    public static Finding Contrast(ServiceNeed need, ClaimFacts facts) => (need.Contrast, facts.Contrast) switch
    {
        (null, _) => new Finding(Check.Contrast, Verdict.NotNeeded, "NotNeeded"),
        (_, null) => new Finding(Check.Contrast, Verdict.Unsure, "Unknown"),
        (true, true) => new Finding(Check.Contrast, Verdict.Good, "With"),
        (false, false) => new Finding(Check.Contrast, Verdict.Good, "Without"),
        (true, false) => new Finding(Check.Contrast, Verdict.Bad, "Bad"),
        (false, true) => new Finding(Check.Contrast, Verdict.Unsure, "Unclaimed"),
    };

    /// <summary>No other patient was examined on the device at the same time.</summary>
    public static Finding Overlap(ClaimFacts facts, ClaimRules rules)
    {
        if (facts.Overlaps is not { } overlaps || facts.FirstAcquisition is null)
            return new Finding(Check.Overlap, Verdict.Unsure, "Unknown");
        var real = overlaps.Where(overlap => overlap.Common > TimeSpan.FromMinutes(rules.OverlapTolerance)).ToList();
        return real.Count > 0
            ? new Finding(Check.Overlap, Verdict.Bad, "Bad", real[0].Device, real[0].Exam, Text((int)Math.Ceiling(real[0].Common.TotalMinutes)))
            : new Finding(Check.Overlap, Verdict.Good, "Good");
    }

    /// <summary>No image of this exam also belongs to another patient.</summary>
    public static Finding SharedPixels(ClaimFacts facts)
    {
        if (facts.SharedPixels is not { } shared)
            return new Finding(Check.SharedPixels, Verdict.Unsure, "Unknown");
        return shared.Count > 0
            ? new Finding(Check.SharedPixels, Verdict.Bad, "Bad", Text(shared.Max(one => one.Images)), shared[0].Exam)
            : new Finding(Check.SharedPixels, Verdict.Good, "Good");
    }

    /// <summary>There is a report with a description, a conclusion and a known reader, on the claim or beside the images.</summary>
    public static Finding Report(ClaimLine line, ClaimFacts facts)
    {
        var isDescribed = line.Description is not null || facts.Report is { HasDescription: true };
        var isConcluded = line.Conclusion is not null || facts.Report is { HasConclusion: true };
        var reader = line.Reader ?? facts.Report?.Reader;
        if (!isDescribed && !isConcluded)
            return new Finding(Check.Report, line.ResultAt is null ? Verdict.Unsure : Verdict.Bad, "Missing");
        if (!isConcluded || !isDescribed)
            return new Finding(Check.Report, Verdict.Bad, isDescribed ? "NoConclusion" : "NoDescription");
        if (string.IsNullOrWhiteSpace(reader))
            return new Finding(Check.Report, Verdict.Unsure, "NoReader");
        return facts.Report is { IsSigned: false }
            ? new Finding(Check.Report, Verdict.Unsure, "Unsigned", reader)
            : new Finding(Check.Report, Verdict.Good, "Good", reader);
    }

    /// <summary>A link was given out instead of the film.</summary>
    public static Finding Delivery(ClaimFacts facts, ClaimRules rules) => facts switch
    {
        { LinksIssued: > 0, LinkOpenings: > 0 } => new Finding(Check.Delivery, Verdict.Good, "Opened", Text(facts.LinksIssued), Text(facts.LinkOpenings)),
        { LinksIssued: > 0 } => new Finding(Check.Delivery, Verdict.Good, "Issued", Text(facts.LinksIssued)),
        _ => new Finding(Check.Delivery, rules.DeliveryNeeded ? Verdict.Unsure : Verdict.NotNeeded, "None"),
    };

    private static string Text(DateTime time) => time.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
