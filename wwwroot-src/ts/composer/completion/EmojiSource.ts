import { emojiList, type EmojiList } from "../emoji/EmojiList";
import type { Choice, Source } from "./Source";

const most = 8;

/** Two letters on, so that ":)" and a time of day stay what they are. */
const begun = /(?:^|[\s([{"'>])(:[\p{L}\p{N}_+-]{2,32}:?)$/u;

/** `:name`, by English shortcodes and by Korean and English words; `:name:` whole becomes its emoji by itself. */
export class EmojiSource implements Source {
  constructor(private readonly list: () => Promise<EmojiList> = emojiList) {}

  match(before: string): string | undefined {
    return begun.exec(before)?.[1];
  }

  async find(typed: string): Promise<Choice[]> {
    const list = await this.list();
    const atOnce = typed.endsWith(":");
    const found = atOnce ? [list.withCode(typed.slice(1, -1))].filter((emoji) => emoji !== undefined) : list.find(typed.slice(1), most);
    return found.map((emoji) => ({ insert: emoji.text, sign: emoji.text, label: `:${emoji.codes[0]}:`, detail: emoji.name, atOnce }));
  }
}
