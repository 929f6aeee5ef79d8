using ImagingGateway.Dicom.Values;

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
        public override string Actor => UserName;

        public override IReadOnlyList<Uid>? Scope => Studies;
    }

    /// <summary>The bearer of a study link.</summary>
    public sealed record LinkBearer(string LinkId, IReadOnlyList<Uid> Studies) : AccessGrant
    {
        public override string Actor => $"link:{LinkId}";

        public override IReadOnlyList<Uid>? Scope => Studies;

        public override string? StudyLinkId => LinkId;
    }
}
