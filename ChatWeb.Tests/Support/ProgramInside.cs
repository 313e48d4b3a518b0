using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatWeb.Tests.Support;

/// <summary>
/// The program in this process, on real Kestrel and a SQLite file: only for what can't be seen or broken from outside.
/// </summary>
public sealed class ProgramInside : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-inside-").FullName;
    private readonly WebApplicationFactory<Program> _program;

    public ProgramInside(Action<IServiceCollection>? replace = null, params (string Name, string Value)[] settings)
    {
        _program = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("urls", "http://127.0.0.1:0")
                .UseSetting("ConnectionStrings:Chat", $"Data Source={Path.Combine(_folder, "chatweb.db")}")
                .UseSetting("Chat:Attachments:Folder", AttachmentsFolder)
                .UseSetting("Setup:ServerName", "Inside")
                .UseSetting("Setup:AdminEmail", ChatServer.AdminEmail)
                .UseSetting("Setup:AdminPassword", ChatServer.AdminPassword);
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services =>
            {
                services.AddLogging(logging => logging.ClearProviders()); // the faults are on purpose
                services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1); // as in QuickPasswords
                replace?.Invoke(services);
            });
        });
        _program.UseKestrel();
        _program.StartServer();
    }

    public IServiceProvider Services => _program.Services;

    public string AttachmentsFolder => Path.Combine(_folder, "attachments");

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public void Dispose()
    {
        _program.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true); // not when a test has stopped it before
        }
    }
}

public static class ServiceReplacements
{
    /// <summary>Puts something around every registered implementation of a contract.</summary>
    public static void Decorate<T>(this IServiceCollection services, Func<T, T> around)
        where T : class
    {
        var found = services.Where(service => service.ServiceType == typeof(T)).ToList();
        Assert.NotEmpty(found);
        foreach (var service in found)
        {
            services.Remove(service);
            services.Add(new ServiceDescriptor(typeof(T), provider => around(Make(provider, service)), service.Lifetime));
        }

        static T Make(IServiceProvider provider, ServiceDescriptor service) => (T)(
            service.ImplementationInstance
            ?? service.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
    }
}
