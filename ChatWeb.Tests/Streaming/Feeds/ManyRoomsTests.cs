using System.Net;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Rooms;
using ChatWeb.Streaming.Feeds;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming.Feeds;

public sealed class ManyRoomsTests
{
    [Fact]
    public async Task A_stream_carries_as_many_rooms_as_a_resume_point_holds_and_then_asks_for_names()
    {
        using var program = new ProgramInside();
        using var person = await ChatApi.RegisterAsync(program.Address);
        var rooms = await AddRoomsAsync(program, person, RoomPositions.MaxRooms);
        await using var events = person.Events();
        await events.NextAsync("connection_ack");
        await person.PostAsync(rooms[0], "hello");
        var heard = Assert.Single(await events.PointsAsync(1));

        await person.CreateRoomAsync();
        var bye = await events.NextAsync("bye");
        using var refused = await person.Http.GetAsync("/sse/events");
        var problem = await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.BadRequest);
        await using var named = person.Events($"?rooms={string.Join(',', rooms)}", lastEventId: heard.Point);
        await named.NextAsync("connection_ack");
        await person.PostAsync(rooms[^1], "hello again");

        Assert.InRange(heard.Point!.Length, 1, RoomPositions.MaxText);
        Assert.Equal("expired", bye.Json.GetProperty("reason").GetString());
        Assert.Contains("rooms=", problem.Title, StringComparison.Ordinal);
        Assert.Equal("hello again", Assert.Single(await named.PointsAsync(1)).Body());
    }

    private static async Task<List<long>> AddRoomsAsync(ProgramInside program, ChatApi owner, int count)
    {
        await using var scope = program.Services.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<RoomService>();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<ChatUser>>().FindByEmailAsync(owner.Email);
        return await scope.ServiceProvider.GetRequiredService<IChatWriter>().RunAsync(
            async (tx, ct) =>
            {
                var rooms = new List<long>();
                for (var i = 0; i < count; i++)
                {
                    rooms.Add((await service.AddRoomAsync(tx, user!.Id, $"Room {i}", "", RoomKind.Private, ct)).Id);
                }

                return rooms;
            },
            CancellationToken.None);
    }
}
