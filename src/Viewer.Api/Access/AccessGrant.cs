using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>By what right a request reads the archive. Every endpoint asks this and nothing else.</summary>
public abstract record AccessGrant
{
    /// <summary>Who the audit trail names.</summary>
    public abstract string Actor { get; }

    /// <summary>Null for the whole archive; else the only studies that exist for this request (any other answers 404).</summary>
    public abstract IReadOnlyList<Uid>? Scope { get; }

    /// <summary>The link by which the request came.</summary>
    public virtual string? StudyLinkId => null;

    /// <summary>May add instances by STOW-RS.</summary>
    public virtual bool MayStore => false;

    /// <summary>Files are not given out as they are stored: what they tell must be changed first.</summary>
    public virtual bool IsDeidentified => false;

    /// <summary>What must stand burned into every image the server draws for this request at a moment; null for nothing.</summary>
    public virtual string? WatermarkAt(DateTimeOffset now) => null;

    public bool Covers(Uid studyInstanceUid) => Scope is null || Scope.Contains(studyInstanceUid);

    /// <summary>A person who signed in, or an API client with the same name and password.</summary>
    public sealed record User(string UserName, bool IsAdministrator) : AccessGrant
    {
        public override string Actor => UserName;

        public override IReadOnlyList<Uid>? Scope => null;

        public override bool MayStore => true;
    }

    /// <summary>An insurance reviewer who signed in. Reads rendered images and claims; never stores, never copies.</summary>
    /// <param name="Studies">Of the study that the request names: that study when a claim under one of the reviewer's grants has it, else none.</param>
    public sealed record Reviewer(string UserName, IReadOnlyList<Uid> Studies) : AccessGrant
    {
        /// <summary>May take portable copies of the evidence away.</summary>
        public bool MayCopy { get; init; }

        public override string Actor => UserName;

        public override IReadOnlyList<Uid>? Scope => Studies;

        public override string? WatermarkAt(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{UserName} · {Resources.Show.Time(now)}");
    }

    /// <summary>The bearer of a study link.</summary>
    /// <param name="LinkId">Not its token.</param>
    /// <param name="Studies">The studies it opens.</param>
    /// <param name="Permission">What may be done with them. The access check has already held it against what the endpoint needs.</param>
    public sealed record LinkBearer(string LinkId, IReadOnlyList<Uid> Studies, LinkPermission Permission) : AccessGrant
    {
        /// <summary>To whom the link was given, in the words of the watermark.</summary>
        public string ShownTo { get; init; } = "";

        public bool WithoutNames { get; init; }

        public override bool IsDeidentified => WithoutNames;

        public override string Actor => $"link:{LinkId}";

        public override IReadOnlyList<Uid>? Scope => Studies;

        public override string? StudyLinkId => LinkId;

        public override string? WatermarkAt(DateTimeOffset now) =>
            Permission == LinkPermission.View ? string.Create(CultureInfo.InvariantCulture, $"{ShownTo} · {Resources.Show.Time(now)} · {LinkId}") : null;
    }
}
