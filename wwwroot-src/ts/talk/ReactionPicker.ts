/** The small picker beside a message: a few emoji, and the way to all of them. */
export class ReactionPicker {
  #shown: HTMLElement | undefined;
  #anchor: HTMLElement | undefined;
  #close: AbortController | undefined;

  constructor(private readonly template: HTMLTemplateElement) {}

  /** Opens beside what was pressed; again on the same closes it. */
  open(anchor: HTMLElement, pick: (emoji: string) => void): void {
    const again = this.#anchor === anchor;
    this.close();
    if (again) return;
    const picker = (this.template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    this.#close = new AbortController();
    const { signal } = this.#close;
    [this.#shown, this.#anchor] = [picker, anchor];
    picker.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("button");
      if (button?.dataset.emoji) {
        pick(button.dataset.emoji);
        this.close(true);
      } else if (button?.matches(".more")) this.#more(picker, anchor, pick);
    });
    picker.addEventListener("keydown", (event) => this.#key(event, picker));
    document.addEventListener("pointerdown", (event) => !picker.contains(event.target as Node) && !anchor.contains(event.target as Node) && this.close(), { signal });
    document.addEventListener("scroll", () => this.close(), { signal, capture: true, passive: true });
    addEventListener("resize", () => this.close(), { signal });
    document.body.append(picker);
    this.#place(picker, anchor);
    picker.querySelector("button")!.focus({ preventScroll: true });
  }

  close(giveFocusBack = false): void {
    this.#close?.abort();
    this.#shown?.remove();
    if (giveFocusBack && this.#anchor?.isConnected) this.#anchor.focus({ preventScroll: true });
    this.#shown = this.#anchor = undefined;
  }

  #more(picker: HTMLElement, anchor: HTMLElement, pick: (emoji: string) => void): void {
    const target = anchor.isConnected ? anchor : document.body;
    target.dispatchEvent(new CustomEvent("emoji:pick", { bubbles: true, detail: { anchor: target, chosen: pick } }));
    // Whoever has all emoji has opened by now.
    if (document.querySelector(".emoji-picker")) {
      this.close();
      return;
    }
    const rest = picker.querySelector<HTMLElement>(".rest")!;
    rest.hidden = !rest.hidden;
    picker.querySelector(".more")!.ariaExpanded = String(!rest.hidden);
    this.#place(picker, anchor);
  }

  #key(event: KeyboardEvent, picker: HTMLElement): void {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close(true);
      return;
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...picker.querySelectorAll<HTMLElement>("button")].filter((button) => !button.closest("[hidden]"));
    const index = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[(index + step + buttons.length) % buttons.length]!.focus();
  }

  /** Above what was pressed if there is room, else below; always whole in the window. */
  #place(picker: HTMLElement, anchor: HTMLElement): void {
    const [at, size, edge] = [anchor.getBoundingClientRect(), picker.getBoundingClientRect(), 8];
    const top = at.top - size.height - 6 >= edge ? at.top - size.height - 6 : Math.min(at.bottom + 6, innerHeight - size.height - edge);
    picker.style.top = `${Math.max(edge, top)}px`;
    picker.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - size.width - edge))}px`;
  }
}
