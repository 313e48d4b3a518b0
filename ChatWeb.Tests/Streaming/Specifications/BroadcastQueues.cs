using ChatWeb.Tests.Streaming.Faults;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ChatWeb.Tests.Streaming.Specifications;

/// <summary>The default: this process's memory.</summary>
public sealed class MemoryBroadcastQueueTests : BroadcastQueueSpecification
{
    protected override Task<IDistributedCache> StartCacheAsync() =>
        Task.FromResult<IDistributedCache>(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
}

/// <summary>A cache with something wrong with it: entries may be lost, and nothing else may happen.</summary>
public abstract class HostileBroadcastQueueTests(CacheFault fault) : BroadcastQueueSpecification
{
    protected override bool Keeps => false;

    protected override Task<IDistributedCache> StartCacheAsync() => Task.FromResult<IDistributedCache>(new HostileCache(fault));
}

public sealed class ThrowingBroadcastQueueTests() : HostileBroadcastQueueTests(CacheFault.Throws);

public sealed class LosingBroadcastQueueTests() : HostileBroadcastQueueTests(CacheFault.LosesEverySecond);

public sealed class SlowBroadcastQueueTests() : HostileBroadcastQueueTests(CacheFault.Slow);

public sealed class HangingBroadcastQueueTests() : HostileBroadcastQueueTests(CacheFault.Hangs);

public sealed class LyingBroadcastQueueTests() : HostileBroadcastQueueTests(CacheFault.Lies);
