using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Codecs.Isolation;

/// <summary>
/// The other side of <see cref="DecoderProcess"/>: this assembly run as a program. Decodes one frame after the other from standard input to standard
/// output until its input ends, which it does when the process that started it is gone. Whatever goes wrong but a refusal ends it.
/// </summary>
internal static class DecoderMain
{
    public static void Main()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        ProcessLimits.Start();
        while (DecoderMessages.ReadRequest(input) is { } request)
        {
            ProcessLimits.SetFor(request.Description);
            try
            {
                var codec = CodecTable.Codecs[request.Syntax];
                DecoderMessages.WriteAnswer(output, codec.Decode(request.Description, request.Frame, request.Source));
            }
            catch (UndecodableFrameException refusal)
            {
                DecoderMessages.WriteRefusal(output, refusal.Message);
            }
        }
    }
}
