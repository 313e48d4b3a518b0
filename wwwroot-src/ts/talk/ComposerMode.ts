import { takeIn } from "../htmx";
import { say } from "../say";
import type { Composer } from "./Composer";
import { ask } from "./messageCalls";

/** What the composer is for just now besides a new message: an answer, or changing what one has written. */
export class ComposerMode {
  #replyTo: string | undefined;
  #editing: { id: string; giveBack: () => void } | undefined;
  #asked = 0;

  /**
   * @param slot where it says so
   * @param list the talk's messages
   * @param base the room's address
   * @param atNewest has the newest messages in the list
   */
  constructor(
    private readonly composer: Composer,
    private readonly slot: HTMLElement,
    private readonly template: HTMLTemplateElement,
    private readonly list: HTMLElement,
    private readonly base: string,
    private readonly atNewest: () => Promise<void>,
  ) {}

  start(): void {
    this.composer.extras.push(() => (this.#replyTo ? { replyTo: this.#replyTo } : {}));
    // First of all: what begins with a slash is no command while a message is changed.
    this.composer.beforeSend.unshift((text) => {
      if (!this.#editing) return false;
      void this.#save(this.#editing, text);
      return true;
    });
    this.composer.keys.push((event) => this.#key(event));
  }

  /** The next message answers that one. */
  reply(article: HTMLElement): void {
    this.leave();
    this.#replyTo = article.dataset.id;
    this.#show(say(this.template.dataset.reply, article.querySelector(".sender")?.textContent ?? ""), excerptOf(article));
    this.composer.field.focus();
  }

  /**
   * Changes a message: the field has what was typed then, as it was typed.
   * @param isWanted whether it is still wanted when the text has come
   */
  async edit(article: HTMLElement, isWanted: () => boolean = () => true): Promise<void> {
    const id = article.dataset.id!;
    const asked = ++this.#asked;
    const answer = await ask(`/api/chat${this.base}/messages/${id}`);
    if (asked !== this.#asked) return;
    if (!answer.ok) return this.#refuse(answer.sentence);
    const { body, deleted_at: deletedAt } = (await answer.response.json()) as { body: string; deleted_at: string | null };
    if (deletedAt || asked !== this.#asked || !isWanted()) return;
    this.leave();
    this.#editing = { id, giveBack: this.composer.borrow(body) };
    this.#show(this.template.dataset.edit ?? "", excerptOf(article));
    this.composer.field.setSelectionRange(body.length, body.length);
  }

  /** A message was sent: the next one is new again. */
  sent(): void {
    this.#asked++;
    this.#replyTo = undefined;
    this.slot.replaceChildren();
  }

  leave(): void {
    this.#asked++;
    this.#replyTo = undefined;
    if (this.#editing) this.#isSaving(false);
    this.#editing?.giveBack();
    this.#editing = undefined;
    this.slot.replaceChildren();
    this.#refuse(undefined);
  }

  async #save(editing: { id: string }, text: string): Promise<void> {
    this.#isSaving(true);
    const answer = await ask(`${this.base}/messages/${editing.id}`, "PATCH", new URLSearchParams({ body: text }));
    if (this.#editing !== editing) return;
    this.#isSaving(false);
    if (!answer.ok) return this.#refuse(answer.sentence);
    this.leave();
    await takeIn(await answer.response.text());
  }

  /** What would be typed meanwhile had no place: the field goes back to the draft. */
  #isSaving(saving: boolean): void {
    this.composer.busy = saving;
    this.composer.field.readOnly = saving;
  }

  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const inMode = this.#replyTo !== undefined || this.#editing !== undefined;
    if (event.key === "Escape" && inMode) {
      this.leave();
      return true;
    }
    if (event.key !== "ArrowUp" || inMode || this.composer.text !== "") return false;
    void this.#editLast();
    return true;
  }

  /** Changes the last message that the reader may change, unless they begin to type meanwhile. */
  async #editLast(): Promise<void> {
    const asked = ++this.#asked;
    try {
      await this.atNewest();
    } catch {
      return this.#refuse("");
    }
    if (asked !== this.#asked) return;
    const own = [...this.list.querySelectorAll<HTMLElement>("article.mine[data-number]:not(.deleted, .notice)")];
    const last = own.filter((article) => !article.querySelector(".forwarded")).at(-1);
    if (last) await this.edit(last, () => this.composer.text === "");
  }

  #show(what: string, excerpt: string): void {
    const bar = document.importNode(this.template.content, true);
    bar.querySelector("b")!.textContent = what;
    bar.querySelector("span")!.textContent = excerpt;
    bar.querySelector("button")!.addEventListener("click", () => {
      this.leave();
      this.composer.field.focus();
    });
    this.slot.replaceChildren(bar);
  }

  /** Says why not where the composer says it; undefined takes it back. */
  #refuse(sentence: string | undefined): void {
    const place = this.composer.form.parentElement?.querySelector(".error");
    place?.replaceChildren(sentence === undefined ? "" : sentence || (this.template.dataset.failed ?? ""));
  }
}

/** The beginning of what a message says. */
export function excerptOf(article: HTMLElement): string {
  const text = (article.querySelector(".body")?.textContent ?? "").replace(/\s+/g, " ").trim();
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
