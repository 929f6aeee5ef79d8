namespace ImagingGateway.Filmless.Slip;

/// <summary>What stands on a slip; everything is text as people read it, in the slip's language.</summary>
/// <param name="Facility">The hospital that gives it out.</param>
/// <param name="PatientName">Family name first.</param>
/// <param name="Facts">Rows of label and value: patient, study, number of images, end of the link.</param>
/// <param name="Conclusion">Of the report; null without one.</param>
/// <param name="LinkUrl">In the QR code.</param>
/// <param name="CodesUrl">Where the short code is typed.</param>
/// <param name="Code">Null for a link without a PIN.</param>
public sealed record SlipContent(
    string Facility, string PatientName, IReadOnlyList<(string Label, string Value)> Facts, string? Conclusion, string LinkUrl, string CodesUrl, string? Code,
    SlipOrigin Origin, SlipWords Words);

/// <summary>The footer of a copy made from electronic data: which system, whose, under what number, when and by whom.</summary>
/// <param name="LinkId">By which the copy is looked up.</param>
public sealed record SlipOrigin(string System, string Owner, string LinkId, string Time, string Person);

/// <summary>The fixed words of a slip.</summary>
/// <param name="HowToOpen">Beside the QR code.</param>
/// <param name="HowToType">Before the address for the code.</param>
/// <param name="Secret">What is asked for besides: a PIN, the year of birth, or nothing.</param>
/// <param name="CopyOf">Title of the footer.</param>
public sealed record SlipWords(
    string Title, string HowToOpen, string HowToType, string Code, string Secret, string Conclusion, string CopyOf, string System, string Owner, string LookUp, string Time, string Person);
