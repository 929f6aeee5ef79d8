namespace ImagingGateway.Architecture.Tests;

/// <summary>The directions between rooms inside a project, read from the using lines.</summary>
public sealed class NamespaceDirectionTests
{
    /// <summary>Room inside Dicom → rooms it may use.</summary>
    public static TheoryData<string, string[]> DicomRooms => new()
    {
        { "Values", [] },
        { "Dictionary", ["Values"] },
        { "DataSets", ["Values", "Dictionary"] },
        { "Encoding", ["Values", "Dictionary", "DataSets"] },
        { "Part10", ["Values", "Dictionary", "DataSets", "Encoding"] },
        { "Json", ["Values", "Dictionary", "DataSets", "Encoding"] },
        { "Xml", ["Values", "Dictionary", "DataSets", "Encoding"] },
        { "PixelData", ["Values", "Dictionary", "DataSets", "Encoding"] },
        { "UpperLayer", ["Values"] },
        { "Dimse", ["Values", "Dictionary", "DataSets", "Encoding", "UpperLayer"] },
    };

    [Theory]
    [MemberData(nameof(DicomRooms))]
    public void A_room_of_Dicom_uses_only_the_rooms_before_it(string room, string[] allowed)
    {
        var used = from file in SourceTree.Files($"src/Dicom/{room}")
                   from line in SourceTree.Lines(file)
                   let name = UsedRoom(line, "ImagingGateway.Dicom.")
                   where name is not null && name != room && !allowed.Contains(name)
                   select $"{file} uses {name}";
        Assert.Empty(used);
    }

    [Fact]
    public void Storage_knows_neither_the_web_framework_nor_PDUs()
    {
        var offences = from file in SourceTree.Files("src/Storage")
                       from line in SourceTree.Lines(file)
                       where line.StartsWith("using Microsoft.AspNetCore", StringComparison.Ordinal)
                           || line.StartsWith("using ImagingGateway.Dicom.UpperLayer", StringComparison.Ordinal)
                           || line.StartsWith("using ImagingGateway.Dicom.Dimse", StringComparison.Ordinal)
                       select $"{file}: {line}";
        Assert.Empty(offences);
    }

    [Fact]
    public void Database_drivers_stay_in_the_index_room()
    {
        var offences = from file in SourceTree.Files("src")
                       where !file.StartsWith("src/Storage/Index/", StringComparison.Ordinal)
                       from line in SourceTree.Lines(file)
                       where line.StartsWith("using Npgsql", StringComparison.Ordinal) || line.StartsWith("using Microsoft.Data.Sqlite", StringComparison.Ordinal)
                       select $"{file}: {line}";
        Assert.Empty(offences);
    }

    [Fact]
    public void The_S3_client_stays_in_its_room()
    {
        var offences = from file in SourceTree.Files("src")
                       where !file.StartsWith("src/Storage/Objects/S3/", StringComparison.Ordinal)
                       from line in SourceTree.Lines(file)
                       where line.StartsWith("using Amazon", StringComparison.Ordinal)
                       select $"{file}: {line}";
        Assert.Empty(offences);
    }

    private static string? UsedRoom(string line, string prefix) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.IndexOf(prefix, StringComparison.Ordinal) is var at and >= 0
            ? line[(at + prefix.Length)..].TrimEnd(';').Split('.')[0]
            : null;
}
