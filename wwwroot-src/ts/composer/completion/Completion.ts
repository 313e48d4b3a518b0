import type { Composer } from "../../talk/Composer";
import { CompletionList } from "./CompletionList";
import type { Choice, Source } from "./Source";

/** Completes what is being typed at the caret: a list above the field, walked through by keys while the text stays in focus. */
export class Completion {
  readonly #list: CompletionList;
  #asked: AbortController | undefined;
  #typed = "";

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
    const { field } = this.composer;
    const before = field.selectionStart === field.selectionEnd ? field.value.slice(0, field.selectionStart) : "";
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
      this.#typed = typed;
      if (choices[0]?.atOnce) this.#take(choices[0]);
      else this.#list.show(choices);
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

  #take(choice: Choice): void {
    const { field } = this.composer;
    const caret = field.selectionStart;
    this.#close();
    field.focus();
    field.setSelectionRange(caret - this.#typed.length, caret);
    this.composer.insert(choice.insert);
  }

  #close(): void {
    this.#asked?.abort();
    this.#list.hide();
  }
}
