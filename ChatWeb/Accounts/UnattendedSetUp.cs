using ChatWeb.Data;
using ChatWeb.Http;

namespace ChatWeb.Accounts;

/// <summary>Sets an empty server up from the settings <c>Setup:AdminEmail</c>, <c>Setup:AdminPassword</c> and <c>Setup:ServerName</c>.</summary>
internal static partial class UnattendedSetUp
{
    private const string EmailSetting = "Setup:AdminEmail";
    private const string PasswordSetting = "Setup:AdminPassword";
    private const string NameSetting = "Setup:ServerName";

    /// <summary>Does nothing when the server is set up already, or the settings are not there.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and never the password.</exception>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var configuration = scope.ServiceProvider.GetRequiredService<IConfiguration>();
        var (email, password) = (configuration[EmailSetting]?.Trim(), configuration[PasswordSetting]);
        if (scope.ServiceProvider.GetRequiredService<InstallationState>().IsSetUp
            || (string.IsNullOrEmpty(email) && string.IsNullOrEmpty(password)))
        {
            return;
        }

        if (string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password))
        {
            throw new InvalidOperationException($"{EmailSetting} and {PasswordSetting} go together: one of them is missing.");
        }

        var name = configuration[NameSetting];
        await RunAsync(
            scope.ServiceProvider,
            new NewServer(string.IsNullOrWhiteSpace(name) ? "ChatWeb" : name, email, password),
            cancellationToken);
    }

    private static async Task RunAsync(IServiceProvider services, NewServer server, CancellationToken cancellationToken)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnattendedSetUp).FullName!);
        try
        {
            await services.GetRequiredService<SetUpService>().RunAsync(server, cancellationToken);
            LogDone(logger);
        }
        catch (AccountRefusedException refused)
        {
            var setting = AccountErrors.FieldOf(refused.Errors[0]) == "Password" ? PasswordSetting : EmailSetting;
            throw new InvalidOperationException($"{setting} can't be used: {refused.Errors[0].Description}");
        }
        catch (ProblemException problem) when (problem.Status == StatusCodes.Status409Conflict)
        {
            LogOther(logger); // another process of the same start was first
        }
        catch (ProblemException problem)
        {
            throw new InvalidOperationException($"{NameSetting} can't be used: {problem.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The server has been set up from the settings Setup:*.")]
    private static partial void LogDone(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Another process has set the server up.")]
    private static partial void LogOther(ILogger logger);
}
