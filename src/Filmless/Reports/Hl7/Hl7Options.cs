using System.Net;

namespace ImagingGateway.Filmless.Reports.Hl7;

/// <summary>Settings of the HL7 v2 listener (section <c>Hl7</c>).</summary>
public sealed record Hl7Options
{
    /// <summary>Port for reports by MLLP, usually 2575; 0 listens nowhere.</summary>
    public int Port { get; init; }

    /// <summary>Address to listen on. MLLP has neither password nor encryption: only inside the hospital.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>Addresses that may send; anyone who reaches the port when empty.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>What is wrong with these settings, one sentence each; empty when all is well.</summary>
    public IEnumerable<string> Validate()
    {
        if (Port is < 0 or > 65535)
            yield return $"Hl7:Port is {Port}; give a number from 1 to 65535, usually 2575, or 0 for no HL7. / Hl7:Port phải từ 1 đến 65535, thường là 2575; 0 là không dùng.";
        if (!IPAddress.TryParse(Bind, out _))
            yield return $"Hl7:Bind is '{Bind}'; give an IP address of this machine, or 0.0.0.0 for all. / Hl7:Bind phải là địa chỉ IP của máy này, hoặc 0.0.0.0.";
        foreach (var sender in Senders.Where(sender => !IPAddress.TryParse(sender, out _)))
            yield return $"Hl7:Senders has '{sender}', which is no IP address. / Hl7:Senders có '{sender}' không phải địa chỉ IP.";
    }
}
