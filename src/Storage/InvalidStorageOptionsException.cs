namespace ImagingGateway.Storage;

/// <summary>The storage settings are wrong; <see cref="Problems"/> has a sentence for each mistake.</summary>
public sealed class InvalidStorageOptionsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
