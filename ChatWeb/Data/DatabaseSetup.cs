using ChatWeb.Data.Sqlite;
using ChatWeb.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Data;

public static class DatabaseSetup
{
    /// <summary>The database, its writer and its health check, for the engine that <c>Database:Provider</c> names.</summary>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DatabaseOptions>()
            .BindConfiguration(DatabaseOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<InstallationState>();
        services.AddSingleton<DatabaseInitializer>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<Leases>();

        var provider = builder.Configuration.GetValue($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}", DatabaseProvider.Sqlite);
        var connection = builder.Configuration.GetConnectionString("Chat");
        if (provider == DatabaseProvider.SqlServer)
        {
            services.AddSqlServerChat(connection ?? throw new OptionsValidationException(
                "ConnectionStrings:Chat",
                typeof(string),
                ["ConnectionStrings:Chat must name the SQL Server database when Database:Provider is SqlServer."]));
        }
        else
        {
            services.AddSqliteChat(SqliteFile.ConnectionString(connection, builder.Environment.ContentRootPath));
        }

        services.AddHealthChecks().AddDbContextCheck<ChatDbContext>("database", tags: ["ready"]);
        return builder;
    }

    /// <summary>Brings the database to this program's version and reads what the program must know before it serves.</summary>
    public static Task PrepareDatabaseAsync(this WebApplication app, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<DatabaseInitializer>().RunAsync(migrate: null, cancellationToken);
}
