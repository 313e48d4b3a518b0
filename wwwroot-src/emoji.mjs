// The emoji that the picker and the completion know, from emojibase: one small file, asked for when first needed.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Unicode's version up to which today's systems have pictures; later ones would be empty boxes. */
const newest = 15;

/** Skin tones and hair are no emoji of their own. */
const components = 2;

const require = createRequire(import.meta.url);
const read = async (path) => JSON.parse(await readFile(require.resolve(`emojibase-data/${path}.json`), "utf8"));

/** Groups in their order, each a list of `[emoji, shortcodes, English name, Korean name, English words, Korean words]`. */
export async function emojiData() {
  const [english, korean, github, own] = await Promise.all(
    ["en/data", "ko/data", "en/shortcodes/github", "en/shortcodes/emojibase"].map(read),
  );
  const inKorean = new Map(korean.map((emoji) => [emoji.hexcode, emoji]));
  const groups = [];
  for (const emoji of english.sort((a, b) => a.order - b.order)) {
    if (emoji.group === undefined || emoji.group === components || emoji.version > newest) continue;
    const other = inKorean.get(emoji.hexcode);
    const codes = [github[emoji.hexcode] ?? own[emoji.hexcode] ?? []].flat();
    (groups[emoji.group] ??= []).push([plain(emoji.emoji), codes, emoji.label, other.label, words(emoji), words(other)]);
  }
  return JSON.stringify(groups.filter(Boolean));
}

/** As keyboards write it: what is a picture by itself needs no selector, and the same reaction must be the same text. */
const plain = (emoji) => emoji.replace(/^(\p{Emoji_Presentation})\uFE0F$/u, "$1");

const words = (emoji) => (emoji.tags ?? []).join(" ");
