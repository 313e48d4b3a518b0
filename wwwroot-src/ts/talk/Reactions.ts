import { ask } from "./messageCalls";
import type { ScrollKeeper } from "./ScrollKeeper";

/** A press of one's own that the server's state does not show yet. */
interface Pressed {
  wanted: boolean;
  sending: boolean;
}

/**
 * The reactions under messages. What the server says of them stands in their attributes; what is shown is that, with
 * one's own presses on top, so that a press shows at once and a refused one goes away by itself.
 */
export class Reactions {
  readonly #pressed = new Map<string, Pressed>();
  /** Under a popular message one's own name may not be among those told. */
  readonly #unlisted = new Map<string, boolean>();

  /**
   * @param messages where messages are over JSON
   * @param refused told the sentence when a press was refused
   */
  constructor(
    private readonly list: HTMLElement,
    private readonly me: string,
    private readonly messages: string,
    private readonly keeper: ScrollKeeper,
    private readonly refused: (sentence: string) => void = () => {},
  ) {}

  /** Takes in how messages' reactions stand now; of those that are not in the page nothing is kept. */
  upsert(fragment: DocumentFragment): void {
    for (const fresh of [...fragment.querySelectorAll<HTMLElement>(".reactions[data-message]")]) {
      if (fresh.closest("article")) continue;
      const article = this.#article(fresh.dataset.message!);
      if (!article) continue;
      for (const [key, { sending }] of this.#pressed) if (key.startsWith(`${fresh.dataset.message} `) && !sending) this.#pressed.delete(key);
      this.keeper.keep(() => {
        const known = article.querySelector<HTMLElement>(".reactions");
        const focused = known?.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
        const [emoji, place] = [focused?.dataset.emoji, known && focused ? [...known.children].indexOf(focused) : 0];
        // What is in it and not itself: whoever hears that a focused one goes may change what stands beside it.
        if (known) known.replaceChildren(...fresh.childNodes);
        else article.append(fresh);
        const reactions = known ?? fresh;
        this.#show(reactions);
        if (focused) this.#focus(article, (emoji === undefined ? undefined : this.#pill(reactions, emoji)) ?? reactions.children[place]);
      });
    }
  }

  /** Marks one's own in messages that came in or changed. */
  mark(articles: Iterable<HTMLElement>): void {
    for (const article of articles) {
      const reactions = article.querySelector<HTMLElement>(".reactions");
      if (reactions) this.#show(reactions);
      else if (this.#has(article.dataset.id)) this.#show(this.#container(article));
    }
  }

  toggle(article: HTMLElement, emoji: string): void {
    const pill = this.#pill(article.querySelector(".reactions"), emoji);
    this.set(article, emoji, !pill?.classList.contains("own"));
  }

  set(article: HTMLElement, emoji: string, wanted: boolean): void {
    const message = article.dataset.id!;
    const key = `${message} ${emoji}`;
    const sending = this.#pressed.get(key)?.sending ?? false;
    this.#pressed.set(key, { wanted, sending });
    this.keeper.keep(() => this.#show(this.#container(article)));
    if (!sending) void this.#send(message, emoji);
  }

  /** Sends what is wanted, and again as long as it was pressed meanwhile. */
  async #send(message: string, emoji: string): Promise<void> {
    const key = `${message} ${emoji}`;
    for (let sent: boolean | undefined; ; ) {
      const pressed = this.#pressed.get(key)!;
      if (pressed.wanted === sent) {
        pressed.sending = false;
        this.#unlisted.set(key, sent);
        return;
      }
      pressed.sending = true;
      sent = pressed.wanted;
      const problem = await this.#put(message, emoji, sent);
      if (problem === undefined) continue;
      this.#pressed.delete(key);
      const article = this.#article(message);
      if (article) this.keeper.keep(() => this.#show(this.#container(article)));
      this.refused(problem);
      return;
    }
  }

  /** The sentence of what went wrong, empty when nobody said one. */
  async #put(message: string, emoji: string, wanted: boolean): Promise<string | undefined> {
    const answer = await ask(`${this.messages}/${message}/reactions/${encodeURIComponent(emoji)}`, wanted ? "PUT" : "DELETE");
    return answer.ok ? undefined : answer.sentence;
  }

  #show(reactions: HTMLElement): void {
    const message = reactions.dataset.message!;
    for (const [key] of this.#pressed) {
      const [id, emoji] = key.split(" ");
      if (id === message && !this.#pill(reactions, emoji!)) this.#add(reactions, emoji!);
    }
    for (const pill of [...reactions.querySelectorAll<HTMLElement>(".reaction[data-emoji]")]) {
      const key = `${message} ${pill.dataset.emoji}`;
      if (pill.dataset.own) {
        // The reader's own page says what the names do not; what replaces it does not say it again.
        this.#unlisted.set(key, pill.dataset.own === "true");
        delete pill.dataset.own;
      }
      const [count, users] = [Number(pill.dataset.count), (pill.dataset.users ?? "").split(" ").filter((id) => id !== "")];
      const told = users.includes(this.me) || (count > users.length && this.#unlisted.get(key) === true);
      const own = this.#pressed.get(key)?.wanted ?? told;
      const shown = count + Number(own) - Number(told);
      pill.classList.toggle("own", own);
      pill.ariaPressed = String(own);
      pill.querySelector("b")!.textContent = String(shown);
      if (shown === 0) this.#remove(pill);
    }
    const add = reactions.querySelector<HTMLElement>(".reaction.add");
    if (add && !reactions.querySelector(".reaction[data-emoji]")) this.#remove(add);
  }

  /** The focus goes on to what stands beside it. */
  #remove(pill: HTMLElement): void {
    const focused = pill === document.activeElement;
    const [article, next] = [pill.closest<HTMLElement>("article"), pill.nextElementSibling ?? pill.previousElementSibling];
    pill.remove();
    if (focused && article) this.#focus(article, next);
  }

  /** To a reaction, or where there is none any more to the message. */
  #focus(article: HTMLElement, reaction: Element | null | undefined): void {
    const place = (reaction as HTMLElement | null | undefined) ?? article;
    if (place === article) article.tabIndex = -1;
    place.focus({ preventScroll: true });
  }

  /** One that the server does not know yet. */
  #add(reactions: HTMLElement, emoji: string): void {
    const pill = document.createElement("button");
    pill.type = "button";
    pill.className = "reaction";
    Object.assign(pill.dataset, { emoji, count: "0", users: "" });
    pill.ariaLabel = emoji;
    const [picture, count] = [document.createElement("span"), document.createElement("b")];
    picture.textContent = emoji;
    pill.append(picture, count);
    reactions.insertBefore(pill, reactions.querySelector(".add"));
  }

  #pill(reactions: ParentNode | null, emoji: string): HTMLElement | undefined {
    return [...(reactions?.querySelectorAll<HTMLElement>(".reaction[data-emoji]") ?? [])].find((pill) => pill.dataset.emoji === emoji);
  }

  #container(article: HTMLElement): HTMLElement {
    const known = article.querySelector<HTMLElement>(".reactions");
    if (known) return known;
    const reactions = document.createElement("div");
    reactions.className = "reactions";
    reactions.dataset.message = article.dataset.id;
    article.append(reactions);
    return reactions;
  }

  #has(message: string | undefined): boolean {
    return [...this.#pressed.keys()].some((key) => key.startsWith(`${message} `));
  }

  #article(message: string): HTMLElement | undefined {
    const article = document.getElementById(`message-${message}`);
    return article && this.list.contains(article) ? article : undefined;
  }
}
