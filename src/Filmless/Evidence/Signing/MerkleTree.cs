using System.Numerics;
using System.Security.Cryptography;

namespace ImagingGateway.Filmless.Evidence.Signing;

/// <summary>
/// One hash over a list, as RFC 6962 2.1 builds it: a leaf is SHA-256 of 00 and its bytes, a node SHA-256 of 01 and its two children, the
/// left one over the largest power of two of leaves. The prefixes keep a node from being passed off as a leaf.
/// </summary>
public static class MerkleTree
{
    public static byte[] Root(IReadOnlyList<byte[]> leaves) => leaves.Count == 0 ? SHA256.HashData([]) : Root(leaves, 0, leaves.Count);

    private static byte[] Root(IReadOnlyList<byte[]> leaves, int first, int count)
    {
        if (count == 1)
            return SHA256.HashData([0, .. leaves[first]]);
        var left = (int)(BitOperations.RoundUpToPowerOf2((uint)count) / 2);
        return SHA256.HashData([1, .. Root(leaves, first, left), .. Root(leaves, first + left, count - left)]);
    }
}
