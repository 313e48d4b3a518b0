using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming.Signals;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>Does what the frames of one socket ask, one frame after another.</summary>
internal sealed partial class SocketSession(
    Subscriber subscriber,
    SocketRooms rooms,
    IStreamRights rights,
    IServiceScopeFactory scopes,
    ILogger logger) : IDisposable
{
    private readonly Dictionary<long, SocketListener> _joined = [];

    /// <summary>Does what a frame asks; whatever is wrong with it is answered and leaves the socket open.</summary>
    public async Task HandleAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        SocketCommand? command = null;
        try
        {
            command = SocketCommand.Parse(frame);
            await DoAsync(command, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var problem = ExceptionsToProblems.Of(exception);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                LogFault(exception, command?.Action);
            }

            Refuse(problem.Message, command);
        }
    }

    /// <summary>Answers a frame that can't be read.</summary>
    public void Refuse(string sentence, SocketCommand? command = null) =>
        Answer(new SocketError(sentence, command?.RoomId, command?.ClientId));

    public void Dispose() => rooms.LeaveAll(_joined);

    private async Task DoAsync(SocketCommand command, CancellationToken cancellationToken)
    {
        switch (command.Action)
        {
            case "join":
                await rooms.JoinAsync(subscriber, _joined, command.RoomId, command.After, cancellationToken);
                break;
            case "leave":
                if (!rooms.Leave(_joined, command.RoomId))
                {
                    throw SocketCommand.Bad("The socket is not in that room.");
                }

                Answer(new SocketLeft(command.RoomId, "asked"));
                break;
            default:
                await using (var scope = scopes.CreateAsyncScope())
                {
                    await WriteAsync(command, scope.ServiceProvider, cancellationToken);
                }

                break;
        }
    }

    private async Task WriteAsync(SocketCommand command, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<ChatDbContext>();
        if (!await rights.HoldsAsync(db, subscriber.User, cancellationToken))
        {
            // As at every request: nothing is written for a session in the moment between its end and the goodbye.
            subscriber.Close(ByeReason.SignedOut);
        }
        else if (command.Action == "typing")
        {
            await services.GetRequiredService<RoomSignalState>().TypeAsync(
                db, command.RoomId, subscriber.User, command.IsTyping, cancellationToken);
        }
        else
        {
            var message = await services.GetRequiredService<IRoomCommands>().PostAsync(
                command.RoomId, subscriber.User, command.Message, cancellationToken);
            Answer(new SocketAccepted(command.RoomId, command.ClientId, message));
        }
    }

    private void Answer<T>(T data) => subscriber.Send(WebSocketSink.Line(data), events: 1);

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket's {Action} failed.")]
    private partial void LogFault(Exception exception, string? action);
}
