const key = "emoji";
const most = 24;

/** What the reader chose lately, on this device. */
export class RecentEmoji {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem">) {}

  get list(): string[] {
    const kept = this.storage.getItem(key);
    return kept ? kept.split(" ") : [];
  }

  add(emoji: string): void {
    this.storage.setItem(key, [emoji, ...this.list.filter((other) => other !== emoji)].slice(0, most).join(" "));
  }
}
