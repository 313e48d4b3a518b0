import type { Attachment } from "../files/upload";
import { isComposing } from "../isComposing";
import type { Drafts } from "../composer/drafts/Drafts";

/** What goes with a message besides its text; ids as the server gives them. */
export interface Extras {
  replyTo?: string | number;
  attachments?: (string | number)[];
  /** What those are, to show them before the server does. */
  files?: Attachment[];
  /** The server forgets the room's draft with it. */
  draft?: boolean;
}

/**
 * Typing a message: grows with the text, Enter sends, and what is not sent stays as a draft. What else the composer can
 * do is added through its hooks.
 */
export class Composer {
  readonly field: HTMLTextAreaElement;

  /** Asked in turn before sending. One that answers true takes the text over: it sends it its own way and empties the field. */
  readonly beforeSend: ((text: string) => boolean)[] = [];

  /** What each adds to the message. */
  readonly extras: (() => Extras)[] = [];

  /** Told when the message is on its way: what went with it is put away. */
  readonly afterSend: (() => void)[] = [];

  /** Sees each key first (never those of a composition); true when the key was for it alone. */
  readonly keys: ((event: KeyboardEvent) => boolean)[] = [];

  #borrowed = false;
  #busy = false;

  /** The page was looked at again while the field was lent. */
  #behind = false;

  constructor(
    readonly form: HTMLFormElement,
    private readonly drafts: Pick<Drafts, "restore" | "keep" | "isKnown" | "sent" | "save" | "fetch">,
    private readonly send: (body: string, extras: Extras) => void,
  ) {
    this.field = form.querySelector("textarea")!;
  }

  start(): void {
    // What the server gave back (a refused message of the plain form) is newer than a draft, which comes with its time.
    const { draft } = this.form.dataset;
    if (draft === undefined && this.field.value !== "") this.drafts.keep(this.field.value);
    else this.field.value = this.drafts.restore(this.field.value, draft ?? "");
    this.#grow();
    // A message may be files alone; what is blank is not sent anyway.
    this.form.noValidate = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (isComposing(event)) return;
      if (this.keys.some((hook) => hook(event))) return event.preventDefault();
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("input", () => {
      this.#grow();
      if (!this.#borrowed) this.drafts.keep(this.field.value);
    });
    document.addEventListener("visibilitychange", () => void (document.hidden ? this.drafts.save(true) : this.#catchUp()));
    addEventListener("pagehide", () => void this.drafts.save(true));
    addEventListener("online", () => void this.drafts.save());
  }

  /** What was typed is being done: until then nothing else is sent. */
  get busy(): boolean {
    return this.#busy;
  }

  set busy(value: boolean) {
    this.#busy = value;
    this.form.setAttribute("aria-busy", String(value));
  }

  get text(): string {
    return this.field.value;
  }

  set text(value: string) {
    this.field.value = value;
    this.#changed();
  }

  /** Puts text in place of what is selected, the caret after it; it can be undone like what is typed. */
  insert(text: string): void {
    this.field.focus();
    if (document.execCommand?.("insertText", false, text)) return;
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.#changed();
  }

  /** Lends the field to something else than a new message (say, changing one): the draft waits until it is given back. */
  borrow(text: string): () => void {
    const draft = this.field.value;
    this.#borrowed = true;
    this.text = text;
    this.field.focus();
    return () => {
      if (!this.#borrowed) return;
      this.text = draft;
      this.#borrowed = false;
      if (this.#behind) void this.#catchUp();
    };
  }

  /** Sends what is there, as Enter does. */
  submit(): void {
    if (this.#busy) return;
    const body = this.field.value.trim();
    if (this.beforeSend.some((hook) => hook(body))) return;
    const extras = Object.assign({}, ...this.extras.map((hook) => hook())) as Extras;
    if (body === "" && !extras.attachments?.length) return;
    if (this.drafts.isKnown) extras.draft = true;
    // Whatever goes wrong with it, what was written stays until somebody else has it.
    this.send(body, extras);
    this.drafts.sent();
    for (const hook of this.afterSend) hook();
    this.text = "";
    this.field.focus();
    this.form.parentElement?.querySelector(".error")?.replaceChildren();
  }

  #changed(): void {
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Another device may have gone on with the draft while this page was away; what is being typed here stays. */
  async #catchUp(): Promise<void> {
    this.#behind = this.#borrowed;
    if (this.#borrowed) return;
    const before = this.field.value;
    const draft = await this.drafts.fetch(() => !this.#borrowed && this.field.value === before).catch(() => undefined);
    if (draft !== undefined) this.text = draft;
  }

  #grow(): void {
    if (typeof CSS !== "undefined" && CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}
