namespace ImagingGateway.Host;

/// <summary>A setting is wrong: one sentence per mistake, each saying what to write instead.</summary>
internal sealed class SettingException(IEnumerable<string> problems) : Exception(string.Join(Environment.NewLine, problems));
