import { shown } from "../files/shown";
import { say } from "../say";
import type { MessageList } from "../talk/MessageList";
import type { Unsent } from "./post";
import type { UnsentState } from "./Outbox";

/** Unsent messages as they stand in the talk, made from the page's template. */
export class PendingMessages {
  readonly #shown = new Map<string, HTMLElement>();

  constructor(
    private readonly template: HTMLTemplateElement,
    private readonly list: MessageList,
    private readonly actions: { retry(clientId: string): void; discard(clientId: string): void },
  ) {}

  show(message: Unsent): void {
    const article = document.importNode(this.template.content, true).querySelector("article")!;
    article.dataset.clientId = message.clientId;
    article.dataset.at = message.at;
    const text = article.querySelector(".body p")!;
    text.textContent = message.body;
    if (message.files) article.querySelector(".bubble")!.append(shown(message.files, document.documentElement.lang));
    if (message.body === "") text.remove();
    article.querySelector("[data-retry]")!.addEventListener("click", () => this.actions.retry(message.clientId));
    article.querySelector("[data-discard]")!.addEventListener("click", () => this.actions.discard(message.clientId));
    this.#shown.set(message.clientId, article);
    this.list.addPending(article);
  }

  state(clientId: string, state: UnsentState): void {
    const article = this.#shown.get(clientId);
    if (!article) return;
    const stuck = state.kind === "failed" || state.kind === "waiting";
    article.querySelector(".state")!.textContent = stuck ? "" : this.#say(state);
    article.querySelector<HTMLElement>(".failure")!.hidden = !stuck;
    article.querySelector(".why")!.textContent = stuck ? this.#say(state) : "";
    article.classList.toggle("failed", stuck);
    article.classList.toggle("refused", state.kind === "failed");
  }

  remove(clientId: string): void {
    const article = this.#shown.get(clientId);
    this.#shown.delete(clientId);
    if (article?.isConnected) this.list.removePending(article);
  }

  #say(state: UnsentState): string {
    const { sending, waiting, slow, failed } = this.template.dataset;
    switch (state.kind) {
      case "sending":
        return sending ?? "";
      case "slow":
        return say(slow, state.seconds);
      case "waiting":
        return `${failed} ${waiting}`;
      case "failed":
        return `${failed} ${state.sentence}`;
    }
  }
}
