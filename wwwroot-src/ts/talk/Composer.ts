/** Typing a message: grows with the text, Enter sends, and what is not sent stays as a draft. */
export class Composer {
  readonly #text: HTMLTextAreaElement;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly draftKey: string,
    private readonly drafts: Storage,
    private readonly send: (body: string) => void,
  ) {
    this.#text = form.querySelector("textarea")!;
  }

  start(): void {
    // What the server gave back (a refused message of the plain form) is newer than a draft.
    this.#text.value ||= this.drafts.getItem(this.draftKey) ?? "";
    this.#grow();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("keydown", (event) => {
      // While Korean is composed, Enter only finishes the syllable; Safari says so by the key code alone.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("input", () => {
      this.#grow();
      this.#keep();
    });
  }

  #submit(): void {
    const body = this.#text.value.trim();
    if (body === "") return;
    this.#text.value = "";
    this.#grow();
    this.#keep();
    this.#text.focus();
    this.form.parentElement?.querySelector(".error")?.replaceChildren();
    this.send(body);
  }

  #keep(): void {
    if (this.#text.value === "") this.drafts.removeItem(this.draftKey);
    else this.drafts.setItem(this.draftKey, this.#text.value);
  }

  #grow(): void {
    if (typeof CSS !== "undefined" && CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}
