namespace ImagingGateway.DicomGateway.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void TheDefaultsAreValid() => Assert.Empty(new DicomGatewayOptions().Validate());

    [Fact]
    public void EveryFaultIsToldInOneSentenceInBothLanguages()
    {
        var options = new DicomGatewayOptions
        {
            AETitle = "A TITLE THAT IS TOO LONG", Port = 70000, Bind = "here", MaxAssociations = 0, MaxOperations = 0, RequireUserIdentity = true, MaxPduLength = 1, IdleTimeout = TimeSpan.Zero,
            AllowedCallers = ["\\"], Peers = [new DicomPeer { AETitle = "X", Host = " ", Port = 0 }, new DicomPeer { AETitle = "X", Host = "h" }],
        };
        var faults = options.Validate();
        Assert.Equal(12, faults.Count);
        Assert.All(faults, fault => Assert.Contains(" / ", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SINK=127.0.0.1:11199", "SINK", "127.0.0.1", 11199)]
    [InlineData("PACS 1=pacs.local:104", "PACS 1", "pacs.local", 104)]
    [InlineData("V6=[::1]:104", "V6", "::1", 104)]
    public void APeerIsReadFromOneWord(string text, string title, string host, int port)
    {
        Assert.True(DicomPeer.TryParse(text, out var peer));
        Assert.Equal((title, host, port), (peer.AETitle, peer.Host, peer.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SINK")]
    [InlineData("SINK=host")]
    [InlineData("=host:104")]
    [InlineData("SINK=:104")]
    [InlineData("SINK=host:0")]
    [InlineData("SINK=host:x")]
    [InlineData("A TITLE THAT IS TOO LONG=host:104")]
    public void WhatIsNoPeerIsNotRead(string text) => Assert.False(DicomPeer.TryParse(text, out _));
}
