import { isComposing } from "../../isComposing";
import { emojiList, type Emoji } from "./EmojiList";
import { RecentEmoji } from "./RecentEmoji";

const mostFound = 80;

/**
 * Chooses an emoji: a search field, a tab a group and a grid that arrows walk through. One for the page; it opens beside
 * whatever asked for it.
 */
export class EmojiPicker {
  readonly #element: HTMLElement;
  readonly #search: HTMLInputElement;
  readonly #tabs: HTMLButtonElement[];
  readonly #grid: HTMLElement;
  readonly #recent = new RecentEmoji(localStorage);
  #chosen: ((emoji: string) => void) | undefined;
  #anchor: HTMLElement | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#search = element.querySelector("input")!;
    this.#tabs = [...element.querySelectorAll<HTMLButtonElement>("[role=tab]")];
    this.#grid = element.querySelector<HTMLElement>(".grid")!;
  }

  start(): void {
    this.#search.addEventListener("input", () => void this.#find());
    this.#search.addEventListener("keydown", (event) => {
      if (isComposing(event)) return;
      if (event.key === "ArrowDown") this.#cells[0]?.focus();
      else if (event.key === "Enter") this.#cells[0]?.click();
      else return;
      event.preventDefault();
    });
    for (const tab of this.#tabs) tab.addEventListener("click", () => void this.#group(tab));
    this.#element.querySelector("[role=tablist]")!.addEventListener("keydown", (event) => this.#walkTabs(event as KeyboardEvent));
    this.#grid.addEventListener("keydown", (event) => this.#walk(event));
    this.#grid.addEventListener("click", (event) => {
      const cell = (event.target as Element).closest<HTMLElement>("button");
      if (cell) this.#choose(cell.textContent ?? "");
    });
    this.#element.addEventListener("toggle", (event) => {
      const open = (event as ToggleEvent).newState === "open";
      this.#anchor?.setAttribute("aria-expanded", String(open));
      // The keys stay where the reader was, unless they went elsewhere by themselves.
      if (!open && (document.activeElement === document.body || this.#element.contains(document.activeElement))) this.#anchor?.focus();
    });
  }

  /** Opens beside an element; `chosen` is called at most once. */
  open(anchor: HTMLElement, chosen: (emoji: string) => void): void {
    this.#anchor = anchor;
    this.#chosen = chosen;
    this.#search.value = "";
    void this.#group(this.#recent.list.length > 0 ? this.#tabs[0]! : this.#tabs[1]!);
    if (!this.#element.matches(":popover-open")) this.#element.showPopover();
    this.#place(anchor);
    this.#search.focus();
  }

  /** Open beside the element that a node is in. */
  isOpenFor(node: Node): boolean {
    return this.#element.matches(":popover-open") && this.#anchor?.contains(node) === true;
  }

  get #cells(): HTMLElement[] {
    return [...this.#grid.querySelectorAll<HTMLElement>("button")];
  }

  #choose(emoji: string): void {
    this.#recent.add(emoji);
    this.#element.hidePopover();
    this.#chosen?.(emoji);
    this.#chosen = undefined;
  }

  async #group(tab: HTMLButtonElement): Promise<void> {
    this.#search.value = "";
    this.#mark(tab);
    const list = await emojiList();
    if (tab.getAttribute("aria-selected") !== "true") return;
    const group = this.#tabs.indexOf(tab) - 1;
    this.#show(group < 0 ? this.#recent.list.map((text) => list.groups.flat().find((e) => e.text === text) ?? { text, name: text, codes: [] }) : list.groups[group]!);
  }

  async #find(): Promise<void> {
    const word = this.#search.value.trim();
    if (word === "") return this.#group(this.#tabs[1]!);
    const list = await emojiList();
    if (word !== this.#search.value.trim()) return;
    this.#mark(undefined);
    this.#show(list.find(word, mostFound));
  }

  #mark(chosen: HTMLButtonElement | undefined): void {
    for (const tab of this.#tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === (chosen ?? this.#tabs[0]) ? 0 : -1;
    }
    if (chosen) this.#grid.setAttribute("aria-labelledby", chosen.id);
    else this.#grid.removeAttribute("aria-labelledby");
  }

  #show(emoji: Emoji[]): void {
    this.#grid.replaceChildren(...emoji.map(cell));
    this.#grid.scrollTop = 0;
    this.#element.querySelector<HTMLElement>(".none")!.hidden = emoji.length > 0;
  }

  #walk(event: KeyboardEvent): void {
    const cells = this.#cells;
    const at = cells.indexOf(document.activeElement as HTMLElement);
    const columns = cells.filter((c) => c.offsetTop === cells[0]!.offsetTop).length;
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -at, End: cells.length - 1 - at };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (at + step < 0) return this.#search.focus();
    const next = cells[Math.min(at + step, cells.length - 1)]!;
    for (const c of cells) c.tabIndex = c === next ? 0 : -1;
    next.focus();
  }

  #walkTabs(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = this.#tabs.indexOf(document.activeElement as HTMLButtonElement);
    const next = this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length]!;
    next.focus();
    next.click();
  }

  /** Above its anchor where there is room, else below; a phone has it at its lower edge (composer.css). */
  #place(anchor: HTMLElement): void {
    const [at, own] = [anchor.getBoundingClientRect(), this.#element.getBoundingClientRect()];
    const above = at.top - own.height - 8;
    const top = above >= 8 ? above : Math.min(at.bottom + 8, innerHeight - own.height - 8);
    this.#element.style.top = `${Math.max(8, top)}px`;
    this.#element.style.left = `${Math.max(8, Math.min(at.right - own.width, innerWidth - own.width - 8))}px`;
  }
}

function cell(emoji: Emoji, index: number): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = index === 0 ? 0 : -1;
  button.textContent = emoji.text;
  button.setAttribute("aria-label", emoji.name);
  button.title = emoji.codes[0] ? `${emoji.name} :${emoji.codes[0]}:` : emoji.name;
  return button;
}
