using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Feeds;
using ChatWeb.Streaming.Signals;

namespace ChatWeb.Rooms;

public static class RoomsSetup
{
    public static WebApplicationBuilder AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<RoomService>();
        builder.Services.AddScoped<MembershipService>();
        builder.Services.AddScoped<MemberSearch>();
        builder.Services.AddScoped<RoomKeeping>();
        builder.Services.AddSingleton<Admissions>();
        builder.Services.AddClusterTask<RoomPurge>();
        builder.Services.AddSingleton<MemberEvents>();
        builder.Services.AddSingleton<IRoomEventTeller>(provider => provider.GetRequiredService<MemberEvents>());
        builder.Services.AddSingleton<IRoomSequences, RoomSequences>();
        builder.Services.AddSingleton<ISignalRenderer, RoomSignals>();
        builder.Services.AddSingleton<IUserRooms, UserRooms>();
        return builder;
    }
}
