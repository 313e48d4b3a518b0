namespace ChatWeb.Benchmarks.Search;

/// <summary>
/// What people say, made up: Korean with its endings and English, a few words very often and most of 40,000 hardly ever
/// (Zipf's law), short messages and some long ones. The same for the same seed.
/// </summary>
internal sealed class Talk
{
    private const int Vocabulary = 20_000;

    private static readonly string[] KoreanUsual =
    [
        "오늘", "회의", "배포", "확인", "진행", "일정", "공유", "내일", "문서", "수정", "작업", "요청", "검토", "화면", "서버", "고객", "디자인", "테스트",
        "결과", "오류", "다음", "이번", "주간", "정리", "준비", "완료", "필요", "부분", "사용", "기능", "점심", "감사", "질문", "답변", "링크", "파일", "버전",
    ];

    private static readonly string[] EnglishUsual =
    [
        "the", "to", "and", "we", "is", "it", "for", "that", "this", "with", "can", "have", "deploy", "review", "meeting", "today", "build", "server",
        "please", "thanks", "update", "release", "branch", "test", "issue", "customer", "design", "about", "tomorrow", "check", "would", "there", "should",
    ];

    private static readonly string[] Endings = ["은", "는", "이", "가", "을", "를", "에서", "으로", "합니다", "했어요", "할게요", "하고", "도", "만", "", ""];

    private readonly Random _random = new(20261121);
    private readonly double[] _weights;

    public Talk()
    {
        Korean = [.. KoreanUsual, .. Made(KoreanUsual, Vocabulary, KoreanWord)];
        English = [.. EnglishUsual, .. Made(EnglishUsual, Vocabulary, EnglishWord)];
        var sum = 0.0;
        _weights = [.. Enumerable.Range(1, Math.Min(Korean.Length, English.Length)).Select(rank => sum += 1.0 / rank)];
    }

    /// <summary>The words by how often they are said, the most usual first.</summary>
    public string[] Korean { get; }

    public string[] English { get; }

    public string Next() => _random.Next(100) switch
    {
        < 60 => string.Join(' ', Enumerable.Range(0, Length(2, 9)).Select(_ => Pick(Korean) + Endings[_random.Next(Endings.Length)])),
        < 95 => string.Join(' ', Enumerable.Range(0, Length(3, 14)).Select(_ => Pick(English))),
        < 98 => $"{Pick(English)} https://example.org/{Pick(English)}/{_random.Next(10_000)} {Pick(Korean)}",
        _ => string.Join(' ', Enumerable.Range(0, 60).Select(_ => Pick(_random.Next(2) == 0 ? Korean : English))),
    };

    private int Length(int least, int most) => Math.Min(_random.Next(least, most + 1), _random.Next(least, most + 1));

    private string Pick(string[] words)
    {
        var at = Array.BinarySearch(_weights, _random.NextDouble() * _weights[^1]);
        return words[at < 0 ? ~at : at];
    }

    private static IEnumerable<string> Made(string[] usual, int count, Func<string> make)
    {
        var known = new HashSet<string>(usual);
        while (known.Count < count)
        {
            if (make() is var word && known.Add(word))
            {
                yield return word;
            }
        }
    }

    /// <summary>Of the syllables that Korean uses most, about 500 of 11,172.</summary>
    private string KoreanWord() => string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => (char)(0xAC00 + (_random.Next(19) * 588) + (_random.Next(7) * 84) + (_random.Next(4) * 4))));

    private string EnglishWord() => string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => $"{"bcdfghlmnprstv"[_random.Next(14)]}{"aeiou"[_random.Next(5)]}{(_random.Next(3) == 0 ? "nrst"[_random.Next(4)] : "")}"));
}
