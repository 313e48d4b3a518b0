import type { Composer } from "../../talk/Composer";

const marks: Record<string, string> = { b: "**", i: "*", e: "`" };

/** Ctrl+B, I and E put Markdown's marks around what is selected, or take them away again. */
export function emphasis(composer: Composer): void {
  composer.keys.push((event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? marks[event.key.toLowerCase()] : undefined;
    if (mark === undefined) return false;
    toggle(composer, mark);
    return true;
  });
}

function toggle(composer: Composer, mark: string): void {
  const { field } = composer;
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const text = field.value.slice(start, end);
  if (surrounded(field.value, start, end, mark)) {
    field.setSelectionRange(start - mark.length, end + mark.length);
    composer.insert(text);
    field.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    composer.insert(mark + text + mark);
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
}

/** The stars of bold are not those of italics. */
function surrounded(text: string, start: number, end: number, mark: string): boolean {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const longest = (side: string, pattern: RegExp) => pattern.exec(side)?.[0].length ?? 0;
  if (mark === "`") return before.endsWith(mark) && after.startsWith(mark);
  const stars = Math.min(longest(before, /\**$/), longest(after, /^\**/));
  return mark === "**" ? stars >= 2 : stars % 2 === 1;
}
