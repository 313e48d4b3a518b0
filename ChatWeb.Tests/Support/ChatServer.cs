using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace ChatWeb.Tests.Support;

/// <summary>
/// The real program as a process of its own: Kestrel on a free loopback port, a SQLite file in a folder of its own,
/// settings from the environment. Killing it is a SIGKILL, stopping it a SIGTERM.
/// </summary>
public sealed class ChatServer : IAsyncDisposable
{
    public const string AdminEmail = "admin@example.org";
    public const string AdminPassword = "Correct-horse-1";

    /// <summary>What a program that is asked to stop may take, whatever waits for it.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string?> _settings;
    private readonly StringBuilder _output = new();
    private readonly string _program;
    private Process? _process;

    private ChatServer(string program, string folder, Dictionary<string, string?> settings)
    {
        _program = program;
        Folder = folder;
        _settings = settings;
    }

    /// <summary>Where the built program lies.</summary>
    public static string ProgramPath { get; } = Metadata("Program")!;

    /// <summary>What makes hashing quick in the built program; null where times are measured.</summary>
    private static string? QuickPasswords { get; } = Metadata("QuickPasswords");

    public string Folder { get; }

    public string DatabaseFile => Path.Combine(Folder, "chatweb.db");

    public string AttachmentsFolder => Path.Combine(Folder, "attachments");

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public int ProcessId => _process!.Id;

    /// <summary>What the program has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a server that is set up already.</summary>
    public static Task<ChatServer> StartAsync(params (string Name, string? Value)[] settings) =>
        StartAsync(setUp: true, settings);

    /// <summary>Starts a server that sets itself up.</summary>
    public static Task<ChatServer> StartOnEmptyAsync() => StartAsync(ProgramPath, setUp: true);

    /// <summary>Starts a server.</summary>
    /// <param name="setUp">Whether it is set up; otherwise its database is empty and it waits for its first page.</param>
    /// <param name="settings">As environment variables, e.g. <c>Chat__Registration</c>.</param>
    public static Task<ChatServer> StartAsync(bool setUp, params (string Name, string? Value)[] settings) =>
        StartAsync(ProgramPath, setUp, isReady: setUp && !settings.Any(IsOfFirstStart), settings);

    /// <summary>Starts another copy of the program than the built one, e.g. a published one, on an empty database.</summary>
    public static Task<ChatServer> StartAsync(string program, bool setUp, params (string Name, string? Value)[] settings) =>
        StartAsync(program, setUp, isReady: false, settings);

    private static bool IsOfFirstStart((string Name, string? Value) setting) =>
        setting.Name.StartsWith("Setup__", StringComparison.Ordinal) || setting.Name == "ConnectionStrings__Chat";

    private static async Task<ChatServer> StartAsync(string program, bool setUp, bool isReady, (string Name, string? Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("chatweb-test-").FullName;
        var all = new Dictionary<string, string?>();
        if (setUp)
        {
            all["Setup__ServerName"] = "Test studio";
            all["Setup__AdminEmail"] = AdminEmail;
            all["Setup__AdminPassword"] = AdminPassword;
        }

        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var server = new ChatServer(program, folder, all);
        try
        {
            if (isReady)
            {
                await ReadyDatabase.CopyToAsync(server.DatabaseFile);
            }

            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program again on the same database and port, after <see cref="Kill"/> or <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { _program, "--urls", Address.ToString() },
        };
        start.Environment["ConnectionStrings__Chat"] = $"Data Source={DatabaseFile}";
        start.Environment["Chat__Attachments__Folder"] = AttachmentsFolder;
        start.Environment["DOTNET_gcServer"] = "0";
        if (QuickPasswords is not null && _program == ProgramPath)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = QuickPasswords;
            start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = Path.GetFileNameWithoutExtension(QuickPasswords);
        }

        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data, listening);
        process.ErrorDataReceived += (_, line) => Note(line.Data, listening);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The program ended while starting:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        Address = await listening.Task.WaitAsync(StartLimit);
    }

    /// <summary>SIGKILL: the program gets no chance to do anything more.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, as a service manager does it; returns how long the program took to end.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await _process.WaitForExitAsync(limit.Token);
        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string? Metadata(string key) => typeof(ChatServer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == key)?.Value;

    private void Note(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        const string Sign = "Now listening on: ";
        if (line.IndexOf(Sign, StringComparison.Ordinal) is >= 0 and var at)
        {
            listening.TrySetResult(new Uri(line[(at + Sign.Length)..].Trim()));
        }
    }
}
