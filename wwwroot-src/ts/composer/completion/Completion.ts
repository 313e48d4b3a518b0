import type { Composer } from "../../talk/Composer";
import { CompletionList } from "./CompletionList";
import type { Choice, Source } from "./Source";

/** Completes what is being typed at the caret: a list above the field, walked through by keys while the text stays in focus. */
export class Completion {
  readonly #list: CompletionList;
  #asked: AbortController | undefined;

  /** What the list is for: what was typed, and whose choices these are. */
  #typed = "";
  #source: Source | undefined;

  /** What the reader closed the list on stays without one until it is something else. */
  #dismissed: string | undefined;

  constructor(
    private readonly composer: Composer,
    private readonly sources: Source[],
    label: string,
  ) {
    this.#list = new CompletionList(composer.field, label, (choice) => this.#take(choice));
  }

  start(): void {
    const { field, keys } = this.composer;
    keys.unshift((event) => this.#key(event));
    field.addEventListener("input", () => void this.#look());
    field.addEventListener("click", () => this.#list.open && void this.#look());
    field.addEventListener("keyup", (event) => {
      if (this.#list.open && (event.key === "ArrowLeft" || event.key === "ArrowRight")) void this.#look();
    });
    field.addEventListener("blur", () => this.#close());
  }

  /** Shows what there is for what stands before the caret; also while Korean is composed. */
  async #look(): Promise<void> {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    const before = this.#before;
    for (const source of this.sources) {
      const typed = source.match(before);
      if (typed === undefined) continue;
      if (typed === this.#dismissed) return;
      this.#dismissed = undefined;
      const choices = await source.find(typed, asked.signal).catch((error: unknown) => {
        if (!asked.signal.aborted) console.warn("There is no completion now.", error);
        return [];
      });
      if (asked.signal.aborted) return;
      [this.#typed, this.#source] = [typed, source];
      if (!choices[0]?.atOnce) this.#list.show(choices);
      else if (source.match(this.#before) === typed) this.#take(choices[0]);
      return;
    }
    this.#dismissed = undefined;
    this.#close();
  }

  #key(event: KeyboardEvent): boolean {
    if (!this.#list.open || event.ctrlKey || event.altKey || event.metaKey) return false;
    switch (event.key) {
      case "ArrowDown":
        this.#list.move(1);
        return true;
      case "ArrowUp":
        this.#list.move(-1);
        return true;
      case "Enter":
      case "Tab":
        if (event.shiftKey) return false;
        // One who types on may be ahead of the list: the key then takes nothing else than what they typed.
        if (!this.#fits(this.#list.chosen)) {
          this.#close();
          return false;
        }
        this.#take(this.#list.chosen);
        return true;
      case "Escape":
        this.#dismissed = this.#typed;
        this.#close();
        return true;
      default:
        return false;
    }
  }

  /** What stands before the caret; nothing while something is selected. */
  get #before(): string {
    const { selectionStart, selectionEnd, value } = this.composer.field;
    return selectionStart === selectionEnd ? value.slice(0, selectionStart) : "";
  }

  #fits(choice: Choice): boolean {
    const typed = this.#source?.match(this.#before);
    return typed !== undefined && (typed === this.#typed || this.#source?.fits?.(choice, typed) === true);
  }

  /** Puts it in the place of what is typed by now. */
  #take(choice: Choice): void {
    const { field } = this.composer;
    const [caret, typed] = [field.selectionStart, this.#source?.match(this.#before)];
    this.#close();
    if (typed === undefined) return;
    field.focus();
    field.setSelectionRange(caret - typed.length, caret);
    this.composer.insert(choice.insert);
  }

  #close(): void {
    this.#asked?.abort();
    this.#list.hide();
  }
}
