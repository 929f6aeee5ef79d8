namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>What a password may be: long, and not guessable from the name. No composition rules (NIST SP 800-63B 5.1.1.2).</summary>
public static class PasswordPolicy
{
    public const int Shortest = 10;
    public const int Longest = 200;

    private static readonly string[] Common = ["password", "matkhau", "12345678", "qwertyui", "administrator", "benhvien", "hospital"];

    public static bool Accepts(string userName, string password) =>
        password.Length is >= Shortest and <= Longest
        && !password.Contains(userName, StringComparison.OrdinalIgnoreCase)
        && !Common.Any(word => password.StartsWith(word, StringComparison.OrdinalIgnoreCase) && password.Length < word.Length + 6)
        && password.Distinct().Count() >= 5;
}
