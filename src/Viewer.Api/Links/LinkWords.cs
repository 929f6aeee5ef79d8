using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Links in words.</summary>
internal static class LinkWords
{
    /// <summary>To whom a link was given: the name, else the kind of receiver.</summary>
    public static string ReceiverOf(StudyLink link, HttpContext context) =>
        link.Recipient ?? Texts.In(LanguageChoice.Of(context))[$"Audience{link.Audience}"];

    /// <summary>What an open link grants to this request.</summary>
    public static AccessGrant.LinkBearer GrantOf(StudyLink link, HttpContext context) =>
        new(link.Id, link.StudyInstanceUids, link.Permission) { ShownTo = ReceiverOf(link, context), WithoutNames = link.IsDeidentified };
}
