namespace ImagingGateway.Demo;

/// <summary>An invented patient; the name as Vietnamese consoles send it, one string without carets.</summary>
internal sealed record DemoPatient(string Id, string Name, string BirthDate, string Sex)
{
    public static readonly DemoPatient Phuong = new("BN24001837", "NGUYỄN THỊ PHƯỢNG", "19620415", "F");

    public static readonly DemoPatient Duc = new("BN24002210", "ĐỖ MINH ĐỨC", "19790902", "M");

    public static readonly DemoPatient Ngoc = new("BN24002561", "TRẦN LÊ BẢO NGỌC", "19930120", "F");
}
