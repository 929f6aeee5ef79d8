using System.Buffers;
using System.CommandLine;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Host.Commands;

/// <summary><c>demo-files</c>: the invented studies as files, to try a sender with or to measure.</summary>
internal static class DemoFilesCommand
{
    private static readonly Argument<string> Directory = new("DIR") { Description = "Where to write" };
    private static readonly Option<int> Slices = new("--slices") { Description = "Slices of the CT", DefaultValueFactory = _ => 64 };
    private static readonly Option<bool> OnlyCT = new("--ct") { Description = "Only the CT" };

    public static Command Build()
    {
        var command = new Command("demo-files", "Write invented studies as DICOM files") { Directory, Slices, OnlyCT };
        command.SetAction((parsed, _) => Refusal.CatchAsync(async () =>
        {
            var directory = System.IO.Directory.CreateDirectory(parsed.GetValue(Directory)!).FullName;
            var ct = DemoStudies.ChestCT(DateTime.Now, parsed.GetValue(Slices));
            var instances = parsed.GetValue(OnlyCT) ? ct : ct.Concat(DemoStudies.ChestXRay(DateTime.Now)).Concat(DemoStudies.Ultrasound(DateTime.Now));
            var count = 0;
            foreach (var instance in instances)
            {
                var file = new ArrayBufferWriter<byte>(1 << 20);
                FileMetaInformation.Write(file, instance.SopClassUid, instance.SopInstanceUid, instance.TransferSyntax.Uid, source: null);
                DataSetWriter.Write(file, instance.DataSet, instance.TransferSyntax);
                await File.WriteAllBytesAsync(Path.Combine(directory, $"IM{++count:D6}"), file.WrittenMemory);
            }

            Console.WriteLine($"{count} files in {directory}");
        }));
        return command;
    }
}
