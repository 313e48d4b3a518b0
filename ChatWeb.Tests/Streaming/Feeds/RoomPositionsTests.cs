using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ChatWeb.Streaming.Feeds;

namespace ChatWeb.Tests.Streaming.Feeds;

public sealed class RoomPositionsTests
{
    [Fact]
    public void What_was_written_is_read_again()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var expected = Enumerable.Range(0, random.Next(0, 50))
                .Select(_ => random.NextInt64(1, 1L << random.Next(1, 48)))
                .Distinct()
                .ToDictionary(id => id, _ => random.NextInt64(0, 1L << random.Next(1, 42)));

            Assert.True(RoomPositions.TryParse(Text(expected), out var read));

            Assert.Equal(expected.Keys.Order(), read.Rooms);
            Assert.All(expected, pair => Assert.Equal(pair.Value, read[pair.Key]));
        }
    }

    [Fact]
    public void The_most_rooms_with_the_largest_numbers_fit_into_a_header()
    {
        var step = ((1L << 48) - 1) / RoomPositions.MaxRooms;
        var text = Text(Enumerable.Range(1, RoomPositions.MaxRooms).ToDictionary(i => i * step, _ => (1L << 42) - 1));

        Assert.True(text.Length <= RoomPositions.MaxText, $"{text.Length} characters.");
        Assert.True(RoomPositions.TryParse(text, out _));
    }

    [Fact]
    public void Ten_rooms_of_a_usual_server_take_less_than_eighty_characters() =>
        Assert.InRange(Text(Enumerable.Range(1, 10).ToDictionary(i => i * 30L, i => i * 1_000L)).Length, 1, 80);

    [Fact]
    public void What_was_cut_or_mistyped_is_refused()
    {
        var text = Text(new Dictionary<long, long> { [3] = 14, [15] = 926, [535] = 89_793 });

        for (var i = 0; i < text.Length; i++)
        {
            Assert.False(RoomPositions.TryParse(text[..i], out _), text[..i]);
            Assert.False(RoomPositions.TryParse(text[..i] + (text[i] == 'x' ? 'y' : 'x') + text[(i + 1)..], out _), $"at {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("12")]
    [InlineData("AQAA")]
    [InlineData("not a point")]
    [InlineData("ÿÿÿÿÿÿÿÿ")]
    public void What_is_no_resume_point_is_refused(string text) => Assert.False(RoomPositions.TryParse(text, out _));

    [Fact]
    public void Nothing_that_is_made_up_does_harm()
    {
        var random = new Random(11);
        var bytes = new byte[4_000];
        for (var round = 0; round < 20_000; round++)
        {
            var some = bytes.AsSpan(0, random.Next(0, round % 100 == 0 ? bytes.Length : 60));
            random.NextBytes(some);
            RoomPositions.TryParse(Base64Url.EncodeToString(some), out _);
        }
    }

    private static string Text(Dictionary<long, long> seqs)
    {
        var positions = new RoomPositions();
        foreach (var (roomId, seq) in seqs)
        {
            positions[roomId] = seq;
        }

        var text = new ArrayBufferWriter<byte>();
        positions.WriteTo(text);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }
}
