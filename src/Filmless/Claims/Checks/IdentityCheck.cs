using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>Is the person on the claim the person on the images: name in any word order, birth date as far as both know it, sex, any number.</summary>
public static class IdentityCheck
{
    public static Finding Of(ClaimLine line, ClaimFacts facts)
    {
        if (facts.PatientName.Length == 0 && facts.PatientIdentifiers.Count == 0)
            return new Finding(Check.Identity, Verdict.Unsure, "Unknown");
        var sameNumber = line.PatientKeys.Select(key => SearchKey.OfIdentifier(key)).Intersect(facts.PatientIdentifiers.Select(key => SearchKey.OfIdentifier(key))).Any();
        if (line.PatientName is not { } name)
            return new Finding(Check.Identity, sameNumber ? Verdict.Good : Verdict.Unsure, sameNumber ? "Number" : "NotTold", facts.PatientName);
        var (claimed, shown) = (SearchKey.Words(SearchKey.Of(name)), SearchKey.Words(SearchKey.Of(facts.PatientName)));
        var different = claimed.Except(shown).Count() + shown.Except(claimed).Count();
        if (different > 0 && !IsSlip(different, claimed.Count, sameNumber))
            return new Finding(Check.Identity, Verdict.Bad, "Name", name, facts.PatientName);
        if (line.BirthDate is { } birth && facts.BirthDate.Length >= 4 && !Agree(birth, facts.BirthDate))
            return new Finding(Check.Identity, Verdict.Bad, "Birth", Shown(birth), Shown(facts.BirthDate));
        if (line.Sex is "M" or "F" && facts.Sex is "M" or "F" && line.Sex != facts.Sex)
            return new Finding(Check.Identity, Verdict.Bad, "Sex");
        if (different > 0)
            return new Finding(Check.Identity, Verdict.Unsure, "NameDiffers", name, facts.PatientName);
        return sameNumber || (line.BirthDate is not null && facts.BirthDate.Length >= 4)
            ? new Finding(Check.Identity, Verdict.Good, "Good", facts.PatientName)
            : new Finding(Check.Identity, Verdict.Unsure, "NameOnly", facts.PatientName);
    }

    /// <summary>One word written otherwise, in a name of several and with the same number, is a typing slip.</summary>
    private static bool IsSlip(int different, int words, bool sameNumber) => sameNumber && different <= 2 && words > 1;

    /// <summary>Equal as far as both are known: a year alone agrees with every day of it.</summary>
    private static bool Agree(string one, string other)
    {
        var known = Math.Min(one.Length, other.Length) switch { >= 8 => 8, >= 6 => 6, _ => 4 };
        return one.AsSpan(0, known).SequenceEqual(other.AsSpan(0, known));
    }

    private static string Shown(string date) => date.Length >= 8 ? $"{date[6..8]}/{date[4..6]}/{date[..4]}" : date.Length >= 6 ? $"{date[4..6]}/{date[..4]}" : date;
}
