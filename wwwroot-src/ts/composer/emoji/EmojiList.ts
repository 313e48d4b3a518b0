import { fold } from "../fold";

export interface Emoji {
  text: string;
  /** Its name in the reader's language. */
  name: string;
  /** English shortcodes, the usual one first. */
  codes: string[];
}

type Row = [text: string, codes: string[], english: string, korean: string, englishWords: string, koreanWords: string];

interface Entry {
  emoji: Emoji;
  names: string[];
  words: string[];
}

/** Every emoji in its groups, found by shortcode and by English and Korean words. */
export class EmojiList {
  readonly groups: Emoji[][];
  readonly #entries: Entry[];

  constructor(rows: Row[][], language: string) {
    const groups = rows.map((group) => group.map((row) => entry(row, language)));
    this.groups = groups.map((group) => group.map((e) => e.emoji));
    this.#entries = groups.flat();
  }

  /** The best first: its shortcode, a shortcode that begins so, a name, a word, and at last anything that contains it. */
  find(word: string, most: number): Emoji[] {
    const wanted = fold(word);
    if (wanted === "") return [];
    const found: Emoji[][] = [[], [], [], [], []];
    for (const entry of this.#entries) {
      const rank = rankOf(entry, wanted);
      if (rank >= 0) found[rank]!.push(entry.emoji);
    }
    return found.flat().slice(0, most);
  }

  withCode(code: string): Emoji | undefined {
    return this.#entries.find((entry) => entry.emoji.codes.includes(code))?.emoji;
  }
}

let loading: Promise<EmojiList> | undefined;

/** Asks for the list when it is first needed; a failure is tried again the next time. */
export function emojiList(): Promise<EmojiList> {
  loading ??= fetch("/emoji.json")
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`The emoji could not be loaded (${answer.status}).`))))
    .then((rows: Row[][]) => new EmojiList(rows, document.documentElement.lang));
  loading.catch(() => (loading = undefined));
  return loading;
}

function entry([text, codes, english, korean, englishWords, koreanWords]: Row, language: string): Entry {
  return {
    emoji: { text, codes, name: language === "ko" ? korean : english },
    names: [english, korean].map(fold),
    words: [english, korean, englishWords, koreanWords].flatMap((words) => words.split(" ")).map(fold),
  };
}

function rankOf({ emoji, names, words }: Entry, wanted: string): number {
  if (emoji.codes.includes(wanted)) return 0;
  if (emoji.codes.some((code) => code.startsWith(wanted))) return 1;
  if (names.some((name) => name.startsWith(wanted))) return 2;
  if (words.some((word) => word.startsWith(wanted))) return 3;
  if (wanted.length > 2 && [...emoji.codes, ...names].some((name) => name.includes(wanted))) return 4;
  return -1;
}
