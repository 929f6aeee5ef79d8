namespace ImagingGateway.Imaging.Codecs;

/// <summary>A decoding process that ended by a fault. Tells the shape of the frame and nothing of whose it is.</summary>
/// <param name="Syntax">UID of the transfer syntax of the frame.</param>
/// <param name="Rows">Of the frame, as its header says.</param>
/// <param name="Columns">Of the frame, as its header says.</param>
/// <param name="Message">How the process ended, and the first line of what it said last.</param>
public sealed record DecoderFault(string Syntax, int Rows, int Columns, string Message);
