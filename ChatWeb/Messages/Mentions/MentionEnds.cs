using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace ChatWeb.Messages.Mentions;

/// <summary>Where a name can begin and end in what people type: <c>@Ada,</c>, <c>@Ada's</c>, <c>@민수님께</c>.</summary>
internal static class MentionEnds
{
    private static readonly SearchValues<char> Glue = SearchValues.Create("-.@");

    private static readonly SearchValues<char> BeforeAddresses = SearchValues.Create(".-+%@/");

    /// <summary>What follows a name without a space in Korean: a form of address, particles, or both.</summary>
    private static readonly FrozenSet<string> Particles = (
        from address in new[] { "", "님", "님들", "씨", "쌤", "군", "양", "이", "님이", "씨가" }
        from particle in
            ("이 가 은 는 을 를 의 에 에게 에게서 에게는 에게도 께 께서 께서는 께서도 께는 께도 한테 한테서 한테는 한테도 더러 보고 와 과 와의 과의 "
             + "랑 이랑 하고 도 만 만큼 까지 부터 마저 조차 처럼 같이 보다 밖에 로 으로 아 야 여 이여 라 이라 라고 이라고 라도 이라도 라면 이라면 "
             + "나 이나 든 이든 고 이고 네 면 이면 요 이요 예요 이에요 입니다 이랑은 랑은 하고는 만은 까지는 부터는 에게만 한테만 께만 때문에 덕분에 대신").Split(' ').Append("")
        select address + particle).Where(word => word.Length > 0).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ParticleSpans =
        Particles.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestParticle = Particles.Max(word => word.Length);

    /// <summary>Whether an @ after that character can name somebody: not inside a word, an e-mail address or a path.</summary>
    public static bool CanFollow(char before) => !IsWord(before) && !BeforeAddresses.Contains(before);

    /// <summary>Whether what follows the @ can be a name of this length.</summary>
    public static bool IsEnd(ReadOnlySpan<char> text, int length)
    {
        if (length == text.Length)
        {
            return true;
        }

        var rest = text[length..];
        return IsWord(rest[0]) ? IsParticle(rest)
            : !char.IsLowSurrogate(rest[0]) && !(Glue.Contains(rest[0]) && rest.Length > 1 && IsWord(rest[1]));
    }

    private static bool IsParticle(ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && IsWord(rest[length]))
        {
            if (++length > LongestParticle)
            {
                return false;
            }
        }

        return ParticleSpans.Contains(rest[..length]);
    }

    private static bool IsWord(char c) =>
        char.IsLetterOrDigit(c) || c is '_' or '\u200D' or '\uFE0F'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
