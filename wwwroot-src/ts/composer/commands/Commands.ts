import { newId } from "../../newId";
import type { post, PostResult } from "../../outbox/post";
import type { Composer } from "../../talk/Composer";

/** What the page does with what came of a command. */
export interface CommandView {
  /** Puts in what the server answered: a message of the talk, or a line for the writer alone. */
  answer(html: string): Promise<void>;
  go(path: string): void;
  /** It was not done; the sentence is empty when nobody said why. */
  refused(sentence: string): void;
  signedOut(): void;
}

const written = /^\/([\p{L}\p{N}_-]{1,32})(?:\s+|$)/u;

/**
 * Commands are done at once and not put off like messages: what is typed stays until the server has done it. One that
 * becomes a message goes the way of messages.
 */
export class Commands {
  /** The same command sent again is the same to the server, until it is done. */
  #last = { text: "", clientId: "" };

  /** @param afterMessages done when the messages written before are sent; false when they can't be now */
  constructor(
    private readonly composer: Pick<Composer, "text" | "beforeSend" | "busy">,
    private readonly posting: ReadonlySet<string>,
    private readonly send: (message: Parameters<typeof post>[1]) => Promise<PostResult>,
    private readonly view: CommandView,
    private readonly afterMessages: () => Promise<boolean>,
    private readonly id: () => string = newId,
  ) {}

  start(): void {
    this.composer.beforeSend.push((text) => {
      const command = written.exec(text);
      if (!command || (this.posting.has(command[1]!.toLowerCase()) && command[0].length < text.length)) return false;
      void this.#run(text);
      return true;
    });
  }

  async #run(text: string): Promise<void> {
    const typed = this.composer.text;
    this.composer.busy = true;
    const result = await this.#give(text).finally(() => (this.composer.busy = false));
    switch (result.kind) {
      case "sent":
        this.#last = { text: "", clientId: "" };
        // What was typed on meanwhile is the next message's beginning.
        if (this.composer.text.startsWith(typed)) this.composer.text = this.composer.text.slice(typed.length);
        return result.path === undefined ? this.view.answer(result.html) : this.view.go(result.path);
      case "signed_out":
        return this.view.signedOut();
      case "refused":
        return this.view.refused(result.sentence);
      case "wait":
      case "unreachable":
        return this.view.refused("");
    }
  }

  /** "Bye", then "/leave": the message goes first, and the command not without it. */
  async #give(text: string): Promise<PostResult> {
    if (!(await this.afterMessages())) return { kind: "unreachable" };
    if (this.#last.text !== text) this.#last = { text, clientId: this.id() };
    return this.send({ clientId: this.#last.clientId, body: text, at: new Date().toISOString() });
  }
}
