import type { Choice } from "./Source";

const id = "completion";

/** The list of an ARIA combobox whose text field keeps the focus; the field is one only while the list is open. */
export class CompletionList {
  readonly #list = document.createElement("ul");
  #choices: Choice[] = [];
  #chosen = 0;

  constructor(
    private readonly field: HTMLTextAreaElement,
    label: string,
    private readonly take: (choice: Choice) => void,
  ) {
    const list = this.#list;
    list.id = id;
    list.className = "completion";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    field.form!.append(list);
    // The field keeps focus and caret.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (row) this.#afterComposition(() => this.take(this.#choices[[...list.children].indexOf(row)]!));
    });
    field.setAttribute("aria-autocomplete", "list");
  }

  get open(): boolean {
    return !this.#list.hidden;
  }

  get chosen(): Choice {
    return this.#choices[this.#chosen]!;
  }

  show(choices: Choice[]): void {
    if (choices.length === 0) return this.hide();
    this.#choices = choices;
    this.#list.replaceChildren(...choices.map(row));
    this.#list.hidden = false;
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-expanded", "true");
    this.field.setAttribute("aria-controls", id);
    this.#choose(0);
  }

  hide(): void {
    if (!this.open) return;
    this.#list.hidden = true;
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant"]) this.field.removeAttribute(name);
  }

  move(by: number): void {
    this.#choose((this.#chosen + by + this.#choices.length) % this.#choices.length);
  }

  #choose(index: number): void {
    this.#chosen = index;
    [...this.#list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === index)));
    this.#list.children[index]!.scrollIntoView?.({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${id}-${index}`);
  }

  /** A press while a syllable is being composed ends it first: else the syllable would be put behind what is chosen. */
  #afterComposition(act: () => void): void {
    this.field.blur();
    this.field.focus();
    act();
  }
}

function row(choice: Choice, index: number): HTMLElement {
  const item = document.createElement("li");
  item.id = `${id}-${index}`;
  item.setAttribute("role", "option");
  if (choice.sign !== undefined) {
    const sign = part("span", `sign ${choice.look ?? ""}`, choice.sign);
    sign.setAttribute("aria-hidden", "true");
    item.append(sign);
  }
  item.append(part("span", "label", choice.label));
  if (choice.detail) item.append(part("span", "detail", choice.detail));
  return item;
}

function part(name: string, css: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.className = css.trim();
  element.textContent = text;
  return element;
}
