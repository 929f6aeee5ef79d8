using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ImagingGateway.Storage;

/// <summary>
/// Whose the data directory is. The gateway runs as a user of its own; a command that root starts on its directory would leave files and directories there that the gateway cannot open any
/// more, and images would wait in the spool.
/// </summary>
internal static partial class DataOwner
{
    private const int CurrentDirectory = -100;
    private const uint UserMask = 8;
    private const int UserOffset = 20;

    /// <summary>Null when all is well; else one sentence, with what to do instead.</summary>
    public static string? Fault(string data)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Directory.Exists(data))
            return null;
        var about = new byte[256];
        if (Describe(CurrentDirectory, data, 0, UserMask, about) != 0)
            return null; // what is wrong there is told when it is used
        var user = BinaryPrimitives.ReadUInt32LittleEndian(about.AsSpan(UserOffset));
        return user == 0 ? null
            : $"The data directory {data} belongs to user '{NameOf(user)}', who could not open what root makes in it: run this as that user, with the settings of the service "
                + $"(deploy/imaging-gateway does; or 'runuser -u {NameOf(user)} -- imaging-gateway …').";
    }

    private static string NameOf(uint user)
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        return File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(line => line.Length > 2 && line[2] == number) is [var name, ..] ? name : number;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Describe(int directory, string path, int flags, uint mask, [Out] byte[] about);
}
