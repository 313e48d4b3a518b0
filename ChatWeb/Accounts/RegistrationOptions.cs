using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>Who may make an account.</summary>
public enum RegistrationMode
{
    /// <summary>Everybody who reaches the server.</summary>
    Open = 0,

    /// <summary>Whoever has the invitation link of a room.</summary>
    Invitation = 1,

    /// <summary>Nobody.</summary>
    Closed = 2,
}

/// <summary>The setting <c>Chat:Registration</c>.</summary>
public sealed class RegistrationOptions
{
    public const string Setting = "Chat:Registration";

    public RegistrationMode Mode { get; set; }
}

/// <summary>Reads the one word, so that a wrong one is answered with the words that are right.</summary>
internal sealed class ReadRegistration(IConfiguration configuration)
    : IConfigureOptions<RegistrationOptions>, IValidateOptions<RegistrationOptions>
{
    private string? Word => configuration[RegistrationOptions.Setting];

    public void Configure(RegistrationOptions options) =>
        options.Mode = Known(Word, out var mode) ? mode : RegistrationMode.Closed;

    public ValidateOptionsResult Validate(string? name, RegistrationOptions options) =>
        Known(Word, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{RegistrationOptions.Setting} must be Open, Invitation or Closed, not '{Word}'.");

    private static bool Known(string? word, out RegistrationMode mode)
    {
        mode = RegistrationMode.Open;
        return string.IsNullOrWhiteSpace(word)
            || (!char.IsAsciiDigit(word.Trim()[0]) && Enum.TryParse(word, ignoreCase: true, out mode) && Enum.IsDefined(mode));
    }
}
