import type { Decorator } from "../talk/Decorator";
import { JumpButton } from "../talk/JumpButton";
import type { MessageList } from "../talk/MessageList";
import type { Pages } from "../talk/Pages";
import { ReadMarker } from "../talk/ReadMarker";
import type { ScrollKeeper } from "../talk/ScrollKeeper";
import { find, type RoomPage } from "./RoomPage";

/** Where the reader stands in the talk: what they have seen, and what came while they looked elsewhere. */
export class Reading {
  readonly #jump: JumpButton;
  readonly #marker: ReadMarker | undefined;
  readonly #newestAtStart: number;

  constructor(
    private readonly page: RoomPage,
    private readonly messages: MessageList,
    private readonly keeper: ScrollKeeper,
    private readonly pages: Pages,
    private readonly decorator: Decorator,
  ) {
    this.#newestAtStart = Math.max(messages.newest, page.newest);
    this.#jump = new JumpButton(find("#jump", page.talk), () => keeper.atEnd, () => this.skip());
    this.#marker = page.lastRead === undefined ? undefined : new ReadMarker(`${page.base}/read`, page.lastRead, () => this.#seen());
  }

  /** Shows the talk from where the reader wants to read on: the message asked for, the first unread one or the end. */
  open(): void {
    const { lastRead, list, talk } = this.page;
    if (lastRead !== undefined && this.#newestAtStart > lastRead) this.decorator.newAfter = lastRead;
    this.decorator.all();
    this.pages.start(this.#newestAtStart, () => this.skip(), list);
    const asked = talk.dataset.around && document.getElementById(`message-${talk.dataset.around}`);
    const unread = this.decorator.newLine ?? this.#firstUnread();
    if (asked) this.keeper.toMiddle(asked);
    else if (unread) this.keeper.toElement(unread);
    else this.keeper.toEnd();
    this.keeper.observe();
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#leave() : this.moved()));
  }

  /** The talk was scrolled, or the reader looks at it again. */
  moved(): void {
    this.#jump.update();
    this.#marker?.check();
  }

  /** These came now, and were not there before. */
  arrived(articles: HTMLElement[]): void {
    this.#jump.arrived(articles.filter((article) => article.dataset.sender !== this.page.me).length);
    this.#marker?.check();
  }

  /** Leads to the newest messages. */
  skip(): void {
    if (!this.messages.complete) this.decorator.forgetNew();
    this.pages.newest().catch((error: unknown) => console.warn("The newest messages could not be loaded.", error));
  }

  /** Something is about to come live: before the reader's eyes it is not "since you left". */
  expect(): void {
    const lineInSight = this.messages.complete && this.messages.first <= (this.decorator.newAfter ?? 0) + 1;
    if (lineInSight && !this.decorator.newLine && !document.hidden) this.decorator.newAfter = undefined;
  }

  /** What comes while the reader is away is new to them, if they had seen what was there. */
  #leave(): void {
    if (this.page.lastRead === undefined || !this.keeper.atEnd) return;
    this.decorator.forgetNew();
    this.decorator.newAfter = this.messages.newest;
  }

  /** Up to which message the reader has seen the talk. */
  #seen(): number {
    if (document.hidden) return 0;
    if (this.keeper.atEnd) return this.messages.newest;
    // Opened further on than the first unread message, the reader has not seen those between.
    return this.#marker && this.messages.first > this.#marker.upTo + 1 ? 0 : Number(this.keeper.lastSeen?.dataset.number ?? 0);
  }

  #firstUnread(): HTMLElement | undefined {
    if (!this.keeper.more) return undefined;
    return [...this.page.list.querySelectorAll("article")].find((article) => Number(article.dataset.number) > (this.page.lastRead ?? 0));
  }
}
