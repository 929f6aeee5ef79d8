namespace ImagingGateway.Filmless.Claims;

/// <summary>One service of one episode as it was claimed. Times are hospital time, as the claim tables write them.</summary>
public sealed record ClaimLine
{
    /// <summary><c>MA_LK</c>, the episode.</summary>
    public required string ClaimCode { get; init; }

    /// <summary><c>MA_DICH_VU</c>; empty when only a list of episodes came in.</summary>
    public string ServiceCode { get; init; } = "";

    /// <summary><c>STT</c> within the episode, from 1.</summary>
    public int LineNumber { get; init; } = 1;

    /// <summary><c>MA_CSKCB</c> as filed.</summary>
    public string? FacilityCode { get; init; }

    public string? PatientName { get; init; }

    /// <summary>yyyyMMdd, yyyyMM or yyyy: unknown parts are left out.</summary>
    public string? BirthDate { get; init; }

    /// <summary>M, F or O.</summary>
    public string? Sex { get; init; }

    public string? InsuranceCard { get; init; }

    public string? CitizenId { get; init; }

    /// <summary>The hospital's number.</summary>
    public string? PatientId { get; init; }

    /// <summary>Order or accession number when the hospital's system gives it.</summary>
    public string? OrderKey { get; init; }

    public string? ServiceName { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? UnitPrice { get; init; }

    /// <summary><c>NGAY_YL</c>.</summary>
    public DateTime? OrderedAt { get; init; }

    /// <summary><c>NGAY_TH_YL</c>.</summary>
    public DateTime? PerformedAt { get; init; }

    /// <summary><c>NGAY_KQ</c>.</summary>
    public DateTime? ResultAt { get; init; }

    /// <summary><c>MA_MAY</c>; carries the serial number.</summary>
    public string? Device { get; init; }

    public string? Doctor { get; init; }

    public string? Performer { get; init; }

    /// <summary><c>MA_BS_DOC_KQ</c>.</summary>
    public string? Reader { get; init; }

    /// <summary><c>MO_TA</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>KET_LUAN</c>.</summary>
    public string? Conclusion { get; init; }

    /// <summary>The day by which grants, matching and the ledger go: performed, else ordered, else reported.</summary>
    public DateOnly? ServiceDay => (PerformedAt ?? OrderedAt ?? ResultAt) is { } time ? DateOnly.FromDateTime(time) : null;

    /// <summary>Every number by which the patient may be known in the archive.</summary>
    public IEnumerable<string> PatientKeys => new[] { PatientId, InsuranceCard, CitizenId }.OfType<string>();
}
