import { backoff } from "../stream/backoff";
import type { Attachment, UploadResult } from "./upload";

export type UploadState =
  | { kind: "waiting" }
  | { kind: "uploading"; sent: number }
  /** Tries again by itself, or waits to be told to. */
  | { kind: "broken"; again: boolean }
  | { kind: "refused"; sentence: string }
  | { kind: "done"; attachment: Attachment };

export interface UploadsView {
  show(id: number, file: File): void;
  state(id: number, file: File, state: UploadState): void;
  remove(id: number): void;
}

interface Item {
  file: File;
  state: UploadState;
  failures: number;
  stop: AbortController;
  again?: ReturnType<typeof setTimeout>;
}

/** As many at once; the server takes twice as many, for a second tab. */
const atOnce = 2;

/** Failures in a row after which a person has to say that it should go on. */
const patience = 5;

/** The files that will go with the next message, on their way to the server. */
export class Uploads {
  readonly #items = new Map<number, Item>();
  #ids = 0;

  constructor(
    private readonly send: (file: File, onProgress: (sent: number) => void, signal: AbortSignal) => Promise<UploadResult>,
    private readonly takeBack: (attachment: Attachment) => void,
    private readonly view: UploadsView,
    private readonly changed: () => void = () => {},
  ) {}

  get count(): number {
    return this.#items.size;
  }

  /** Files are on their way: a message that has them must wait. */
  get busy(): boolean {
    return [...this.#items.values()].some(({ state }) => state.kind === "waiting" || state.kind === "uploading" || (state.kind === "broken" && state.again));
  }

  /** Some did not make it, and somebody has to decide. */
  get stuck(): boolean {
    return [...this.#items.values()].some(({ state }) => state.kind === "refused" || (state.kind === "broken" && !state.again));
  }

  /** Takes a file in; with a reason not to upload it, it only stands there with that. */
  add(file: File, refusal?: string): void {
    const id = ++this.#ids;
    this.#items.set(id, { file, state: { kind: "waiting" }, failures: 0, stop: new AbortController() });
    this.view.show(id, file);
    this.#set(id, refusal === undefined ? { kind: "waiting" } : { kind: "refused", sentence: refusal });
    this.#go();
  }

  retry(id: number): void {
    const item = this.#items.get(id);
    if (!item || item.state.kind === "uploading" || item.state.kind === "done") return;
    clearTimeout(item.again);
    item.failures = 0;
    this.#set(id, { kind: "waiting" });
    this.#go();
  }

  /** The connection is back: what waits for it goes on at once. */
  retryAll(): void {
    for (const [id, { state }] of this.#items) if (state.kind === "broken") this.retry(id);
  }

  remove(id: number): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#forget(id, item);
    if (item.state.kind === "done") this.takeBack(item.state.attachment);
    this.#go();
    this.changed();
  }

  /** What is uploaded, in the order of picking. */
  get done(): Attachment[] {
    return [...this.#items.values()].flatMap(({ state }) => (state.kind === "done" ? [state.attachment] : []));
  }

  /** A message took those along; what is stuck stays. */
  sent(): void {
    for (const [id, item] of this.#items) if (item.state.kind === "done") this.#forget(id, item);
  }

  #forget(id: number, item: Item): void {
    clearTimeout(item.again);
    item.stop.abort();
    this.#items.delete(id);
    this.view.remove(id);
  }

  #go(): void {
    let running = [...this.#items.values()].filter(({ state }) => state.kind === "uploading").length;
    for (const [id, { state }] of this.#items) {
      if (running >= atOnce) return;
      if (state.kind !== "waiting") continue;
      running++;
      void this.#run(id);
    }
  }

  async #run(id: number): Promise<void> {
    const item = this.#items.get(id)!;
    this.#set(id, { kind: "uploading", sent: 0 });
    const result = await this.send(item.file, (sent) => this.#set(id, { kind: "uploading", sent }), item.stop.signal);
    if (this.#items.has(id)) this.#settle(id, item, result);
    else if (result.kind === "done") this.takeBack(result.attachment); // removed while its answer was on the way
    this.#go();
  }

  #settle(id: number, item: Item, result: UploadResult): void {
    if (result.kind !== "broken") return this.#set(id, result);
    item.failures++;
    const again = item.failures < patience;
    this.#set(id, { kind: "broken", again });
    if (!again) return;
    item.again = setTimeout(() => {
      this.#set(id, { kind: "waiting" });
      this.#go();
    }, result.milliseconds ?? backoff(item.failures));
  }

  #set(id: number, state: UploadState): void {
    const item = this.#items.get(id);
    if (!item) return;
    item.state = state;
    this.view.state(id, item.file, state);
    this.changed();
  }
}
