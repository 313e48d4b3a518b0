using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace ChatWeb.Messages.Attachments;

/// <summary>The part of a file that was asked for.</summary>
/// <param name="From">Its first byte.</param>
/// <param name="Length">0 when there are no such bytes.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>
    /// The range of a request (RFC 9110, 14.2); null when it asks for the whole: no range, several at once, or of another
    /// version than this one.
    /// </summary>
    public static ByteRange? Of(RequestHeaders request, EntityTagHeaderValue tag, long size)
    {
        if (request.Range is not { Ranges: { Count: 1 } ranges } range || !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (request.IfRange is { } condition && condition.EntityTag?.Compare(tag, useStrongComparison: true) != true)
        {
            return null;
        }

        var asked = ranges.Single();
        var from = asked.From ?? Math.Max(0, size - asked.To!.Value);
        var to = asked.From is null ? size - 1 : Math.Min(asked.To ?? long.MaxValue, size - 1);
        return new ByteRange(from, Math.Max(0, to - from + 1));
    }
}
