using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using ChatWeb.Components;

namespace ChatWeb.Tests.Components;

/// <summary>Every sentence of the program exists in both languages, with the same places to fill.</summary>
public sealed partial class TextsTests
{
    private static readonly Assembly Program = typeof(SharedTexts).Assembly;

    public static TheoryData<string> Resources => [.. Program.GetManifestResourceNames().Where(n => n.EndsWith(".resources", StringComparison.Ordinal)).Select(n => n[..^".resources".Length])];

    [Fact]
    public void The_texts_are_found() => Assert.Contains("ChatWeb.Rooms.RoomTexts", Resources.Select(r => r.Data));

    [Theory, MemberData(nameof(Resources))]
    public void Korean_has_every_text_that_English_has(string resource)
    {
        var english = Texts(resource, CultureInfo.InvariantCulture);
        var korean = Texts(resource, CultureInfo.GetCultureInfo("ko"));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), korean.Keys.Order(StringComparer.Ordinal));
        Assert.All(korean, text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(korean[text.Key])));
    }

    [Theory, MemberData(nameof(Resources))]
    public void Korean_speaks_to_people_in_one_way(string resource) => Assert.All(
        Texts(resource, CultureInfo.GetCultureInfo("ko")),
        text => Assert.False(FormalPattern().IsMatch(text.Value), $"{text.Key}: {text.Value}"));

    private static Dictionary<string, string> Texts(string resource, CultureInfo culture)
    {
        var set = new ResourceManager(resource, Program).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        Assert.True(set is not null, $"{resource} has no texts for '{culture.Name}'.");
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    private static string[] Places(string text) => [.. PlacePattern().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex PlacePattern();

    /// <summary>Formal endings beside the 해요 of all others, and a title that is written on to its name.</summary>
    [GeneratedRegex(@"니다|십시오|\}님")]
    private static partial Regex FormalPattern();
}
