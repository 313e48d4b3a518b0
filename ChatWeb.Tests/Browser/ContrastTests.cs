using Microsoft.Playwright;

namespace ChatWeb.Tests.Browser;

public sealed class ContrastTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>
    /// Texts below WCAG 2.2 AA (1.4.3): 4.5, or 3 from 24 px, or from 18.66 px in bold. Colours are drawn to be read as
    /// sRGB, and what is behind a text is laid together from its ancestors.
    /// </summary>
    public const string Faint =
        """
        () => {
          const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const drawn = colours => {
            pen.clearRect(0, 0, 1, 1);
            for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
            return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const behind = e => { const all = ['white']; const up = []; for (let p = e; p; p = p.parentElement) up.push(getComputedStyle(p).backgroundColor); return all.concat(up.reverse()); };
          const luminance = rgb => { const [r, g, b] = rgb.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const faults = new Set();
          for (const e of document.querySelectorAll('body *')) {
            const text = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data.trim()).join('') || (e.placeholder && !e.value ? e.placeholder : '');
            const box = e.getBoundingClientRect();
            if (!text || box.width <= 1 || box.height <= 1 || !e.checkVisibility({ visibilityProperty: true }) || e.tagName === 'OPTION') continue;
            const style = e.placeholder && !e.value ? getComputedStyle(e, '::placeholder') : getComputedStyle(e);
            const back = behind(e);
            const [a, b] = [luminance(drawn(back)), luminance(drawn([...back, style.color]))];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            const size = parseFloat(style.fontSize);
            const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            if (ratio < needed) faults.add(`${e.tagName.toLowerCase()}.${e.className} ${ratio.toFixed(2)} "${text.slice(0, 20)}"`);
          }
          return [...faults].join('; ');
        }
        """;

    /// <summary>One message in each of the hues that people get by their ids.</summary>
    private const string EveryHue =
        """
        () => {
          const message = document.querySelector('#messages article:not(.mine):not(.continues)');
          for (let hue = 0; message && hue < 24; hue++) {
            const copy = message.cloneNode(true);
            copy.className = `message hue-${hue}`;
            message.after(copy);
          }
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_can_be_read_against_what_is_behind_it(ColorScheme scheme)
    {
        var reader = await MemberAsync("reader", options => options.ColorScheme = scheme);
        var visitor = await VisitorAsync(options => options.ColorScheme = scheme);
        reader.Expects("status of 404");
        var faults = new List<string>();
        foreach (var (person, name, path) in (IEnumerable<(Person, string, string)>)
        [
            .. (await Screens.PrepareAsync(Server, reader.Api)).Select(screen => (reader, screen.Name, screen.Path)),
            .. Screens.Outside.Select(screen => (visitor, screen.Name, screen.Path)),
        ])
        {
            await person.Page.GotoAsync(path);
            await person.Page.EvaluateAsync(EveryHue);
            if (await person.Page.EvaluateAsync<string>(Faint) is { Length: > 0 } faint)
            {
                faults.Add($"{name}: {faint}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
