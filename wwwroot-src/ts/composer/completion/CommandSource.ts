import type { Choice, Source } from "./Source";

/** `/` at the beginning of the text: what the server knows to do, as the page lists it. */
export class CommandSource implements Source {
  readonly #commands: Choice[];

  constructor(list: ParentNode) {
    this.#commands = [...list.querySelectorAll<HTMLElement>("[data-command]")].map((item) => ({
      insert: `/${item.dataset.command} `,
      label: item.dataset.usage ?? "",
      detail: item.textContent?.trim() ?? "",
    }));
  }

  match(before: string): string | undefined {
    return /^\/\p{L}{0,32}$/u.exec(before)?.[0];
  }

  find(typed: string): Promise<Choice[]> {
    const wanted = typed.toLowerCase();
    // Written out, Enter does it.
    return Promise.resolve(this.#commands.filter(({ insert }) => insert.startsWith(wanted) && insert.trimEnd() !== wanted));
  }
}
