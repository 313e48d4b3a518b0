using System.Collections.Concurrent;
using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Http;

public sealed class LongRequestTests
{
    [Fact]
    public async Task What_let_a_stream_in_is_free_while_the_stream_is_open()
    {
        var held = new ConcurrentBag<WeakReference>();
        using var program = new ProgramInside(services => services.Decorate<IStreamRights>(inner => new Witness(inner, held)));
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.RoomsAsync())[0];

        await using var stream = person.Stream(room.Id);
        await stream.NextAsync("connection_ack");
        Assert.NotEmpty(held);
        await NoneIsHeldAsync(held);

        // And it is a stream like any other.
        await person.PostAsync(room.Id, "hello");
        await stream.NextAsync("new_message");
    }

    /// <summary>The stream goes on a moment before the last middleware has ended.</summary>
    private static async Task NoneIsHeldAsync(IReadOnlyCollection<WeakReference> held)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var alive = held.Select(reference => reference.Target?.GetType().Name).OfType<string>().ToList();
            if (alive.Count == 0)
            {
                return;
            }

            Assert.False(limit.IsCancellationRequested, $"Still held: {string.Join(", ", alive)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Notes what a request holds when it asks to stay.</summary>
    private sealed class Witness(IStreamRights inner, ConcurrentBag<WeakReference> held) : IStreamRights
    {
        private readonly HttpContextAccessor _contexts = new();

        public Task<bool> HoldsAsync(ChatDbContext db, StreamUser user, CancellationToken cancellationToken)
        {
            var context = _contexts.HttpContext!;
            held.Add(new WeakReference(context.User));
            held.Add(new WeakReference(context.RequestServices));
            held.Add(new WeakReference(context.RequestServices.GetRequiredService<ChatDbContext>()));
            return inner.HoldsAsync(db, user, cancellationToken);
        }

        public Task<IReadOnlySet<Guid>> HoldingAsync(IReadOnlyCollection<Guid> sessionIds, CancellationToken cancellationToken) =>
            inner.HoldingAsync(sessionIds, cancellationToken);

        public Task<IReadOnlyCollection<Guid>> RevokedSinceAsync(CancellationToken cancellationToken) => inner.RevokedSinceAsync(cancellationToken);
    }
}
