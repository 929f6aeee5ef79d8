namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>What was sent between two starts of the gateway: one study.</summary>
/// <param name="Name">The fault, for the message of a failing test.</param>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Series">Series Instance UIDs, one for each sender.</param>
internal sealed record SentRound(string Name, string Study, IReadOnlyList<string> Series);
