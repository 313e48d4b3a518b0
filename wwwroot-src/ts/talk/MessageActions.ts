import { isComposing } from "../isComposing";

/** What is asked of a message, by pressing a button of its bar. */
export interface MessageAction {
  action: string;
  message: HTMLElement;
}

/** So long a finger rests on a message until its menu opens, in milliseconds. */
const longPress = 450;

/** Further than this a finger scrolls, in pixels. */
const still = 10;

/**
 * The one bar of the talk: it comes to the message under the pointer or the focus, or that was tapped, and says what is
 * pressed as an event of the message, for whoever does it.
 */
export class MessageActions {
  readonly #bar: HTMLElement;
  readonly #menu: HTMLElement;
  readonly #more: HTMLElement;
  #press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;
  #pressed = false;

  /** Going by keys: what then scrolls under a resting pointer is not pointed at. */
  #byKeys = false;

  constructor(
    private readonly list: HTMLElement,
    private readonly scroller: HTMLElement,
    template: HTMLTemplateElement,
    private readonly leave: () => void,
  ) {
    this.#bar = document.importNode(template.content, true).querySelector<HTMLElement>(".message-actions")!;
    this.#menu = this.#bar.querySelector<HTMLElement>(".menu")!;
    this.#more = this.#bar.querySelector<HTMLElement>('[data-action="more"]')!;
  }

  start(): void {
    this.list.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse" && !this.#byKeys && !this.#isOpen && !this.#hasFocus) this.#show(messageOf(event));
    });
    this.list.addEventListener("pointermove", (event) => {
      if (!this.#byKeys || event.pointerType !== "mouse" || (event.movementX === 0 && event.movementY === 0)) return;
      this.#byKeys = false;
      if (!this.#isOpen && !this.#hasFocus) this.#show(messageOf(event));
    });
    this.list.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !this.#isOpen && !this.#hasFocus) this.#hide();
    });
    this.list.addEventListener("focusin", (event) => {
      // Not when a quote or a link led to the message.
      if (!(event.target as HTMLElement).matches(".found")) this.#show(messageOf(event));
    });
    this.list.addEventListener("focusout", (event) => {
      if (!this.#isOpen && !this.list.contains(event.relatedTarget as Node | null)) this.#hide();
    });
    this.#bar.addEventListener("click", (event) => this.#click(event));
    this.scroller.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("pointerdown", (event) => {
      if (this.#isOpen && !this.#bar.contains(event.target as Node)) this.#close();
    });
    this.#touch();
  }

  /** The message has become a newer version of itself: of a tombstone the bar goes. */
  renewed(article: HTMLElement): void {
    if (!isGone(article) || !article.contains(this.#bar)) return;
    const focused = this.#hasFocus;
    this.#hide();
    if (focused) focus(article, { preventScroll: true });
  }

  get #isOpen(): boolean {
    return !this.#menu.hidden && this.#bar.isConnected;
  }

  get #hasFocus(): boolean {
    return this.#bar.contains(document.activeElement);
  }

  #show(article: HTMLElement | undefined): void {
    if (!article || this.#bar.parentElement === article) return;
    this.#close();
    if (article.matches(".pending")) this.#bar.remove();
    else article.append(this.#bar);
  }

  #hide(): void {
    this.#close();
    this.#bar.remove();
  }

  #open(): void {
    this.#menu.hidden = false;
    this.#more.setAttribute("aria-expanded", "true");
    // Upwards when there is no room below.
    this.#menu.classList.remove("up");
    const [menu, view] = [this.#menu.getBoundingClientRect(), this.scroller.getBoundingClientRect()];
    this.#menu.classList.toggle("up", menu.bottom > view.bottom && menu.height < menu.top - view.top);
    visible(this.#menu)[0]?.focus({ preventScroll: true });
  }

  #close(): void {
    this.#menu.hidden = true;
    this.#more.setAttribute("aria-expanded", "false");
  }

  #click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button[data-action]");
    const message = this.#bar.closest<HTMLElement>("article");
    if (!button || !message) return;
    event.stopPropagation();
    const action = button.dataset.action!;
    if (action === "more") return this.#isOpen ? this.#close() : this.#open();
    if (this.#menu.contains(button)) {
      this.#close();
      this.#more.focus({ preventScroll: true });
    }
    message.dispatchEvent(new CustomEvent<MessageAction>("message:action", { bubbles: true, detail: { action, message } }));
  }

  #key(event: KeyboardEvent): void {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const handled = this.#bar.contains(event.target as Node) ? this.#keyInBar(event) : this.#keyInTalk(event);
    if (handled) {
      this.#byKeys = true;
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #keyInBar(event: KeyboardEvent): boolean {
    const inMenu = this.#menu.contains(event.target as Node);
    if (event.key === "Tab" && inMenu) {
      // On from the button that opened it.
      this.#close();
      this.#more.focus({ preventScroll: true });
      return false;
    }
    const [back, on] = inMenu ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    if (event.key === back || event.key === on) {
      const buttons = inMenu ? visible(this.#menu) : visible(this.#bar).filter((button) => !this.#menu.contains(button));
      const index = buttons.indexOf(document.activeElement as HTMLElement) + (event.key === on ? 1 : -1);
      buttons[(index + buttons.length) % buttons.length]?.focus({ preventScroll: true });
      return true;
    }
    if (event.key !== "Escape") return false;
    if (inMenu) {
      this.#close();
      this.#more.focus({ preventScroll: true });
    } else focus(this.#bar.closest("article"));
    return true;
  }

  /** Up and down go from message to message, Enter into the bar, Escape back to writing. */
  #keyInTalk(event: KeyboardEvent): boolean {
    const target = event.target as HTMLElement;
    if (target !== this.scroller && !target.matches("article")) return false;
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step !== 0) {
      const articles = [...this.list.querySelectorAll<HTMLElement>("article[data-number]")];
      const next = target === this.scroller ? this.#inView(articles, step) : articles[articles.indexOf(target) + step];
      focus(next);
      return next !== undefined;
    }
    if (event.key === "Enter" && target.matches("article")) {
      this.#show(target);
      const first = visible(this.#bar)[0];
      first?.focus({ preventScroll: true });
      return first !== undefined;
    }
    if (event.key === "Escape" && target.matches("article")) {
      this.#hide();
      this.leave();
      return true;
    }
    return false;
  }

  /** The first message that is seen, or (upwards) the last. */
  #inView(articles: HTMLElement[], step: number): HTMLElement | undefined {
    const view = this.scroller.getBoundingClientRect();
    const seen = articles.filter((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      return bottom > view.top && top < view.bottom;
    });
    return seen.at(step < 0 ? -1 : 0);
  }

  /** A finger taps a message for its bar, and rests on it for the menu. */
  #touch(): void {
    const cancel = () => {
      clearTimeout(this.#press?.timer);
      this.#press = undefined;
    };
    this.list.addEventListener("pointerdown", (event) => {
      this.#pressed = false;
      cancel();
      const article = messageOf(event);
      if (event.pointerType === "mouse" || !article || this.#bar.contains(event.target as Node)) return;
      const timer = setTimeout(() => {
        this.#press = undefined;
        this.#pressed = true;
        this.#show(article);
        if (this.#bar.isConnected && visible(this.#bar).length > 0) this.#open();
      }, longPress);
      this.#press = { timer, x: event.clientX, y: event.clientY };
    });
    this.list.addEventListener("pointermove", (event) => {
      if (this.#press && Math.hypot(event.clientX - this.#press.x, event.clientY - this.#press.y) > still) cancel();
    });
    for (const end of ["pointerup", "pointercancel"]) this.list.addEventListener(end, cancel);
    this.list.addEventListener("contextmenu", (event) => {
      if (this.#pressed) event.preventDefault();
    });
    this.list.addEventListener(
      "click",
      (event) => {
        const target = event.target as Element;
        if (this.#pressed && !this.#bar.contains(target)) {
          // The finger that opened the menu was lifted.
          this.#pressed = false;
          event.preventDefault();
          event.stopPropagation();
        } else if ((event as PointerEvent).pointerType === "touch" && !target.closest("a, button, summary, video, audio")) {
          const article = messageOf(event);
          if (article && this.#bar.parentElement === article) this.#hide();
          else this.#show(article);
        }
      },
      true,
    );
  }
}

function messageOf(event: Event): HTMLElement | undefined {
  return (event.target as Element).closest<HTMLElement>("article") ?? undefined;
}

const isGone = (article: HTMLElement) => article.classList.contains("deleted");

const visible = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>("button")].filter((button) => button.offsetParent !== null);

/** Messages are no stops of the Tab key: there are hundreds. */
function focus(article: HTMLElement | null | undefined, options?: FocusOptions): void {
  if (!article) return;
  article.tabIndex = -1;
  article.focus(options);
}
