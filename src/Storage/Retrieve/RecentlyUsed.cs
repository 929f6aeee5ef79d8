namespace ImagingGateway.Storage.Retrieve;

/// <summary>A handful of values used lately; the one unused longest makes room. Thread safe.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _order = [];
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];

    public TValue? Find(TKey key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
                return null;
            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Value;
        }
    }

    public void Keep(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (_nodes.Remove(key, out var old))
                _order.Remove(old);
            _nodes[key] = _order.AddFirst(new KeyValuePair<TKey, TValue>(key, value));
            if (_nodes.Count <= capacity || _order.Last is not { } oldest)
                return;
            _nodes.Remove(oldest.Value.Key);
            _order.RemoveLast();
        }
    }
}
