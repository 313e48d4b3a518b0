import { say } from "../say";

/** Marks who of the listed members is here. */
export class Presence {
  #online: Set<string> | undefined;
  #count = 0;

  constructor(
    private readonly line: HTMLElement,
    private readonly members: HTMLElement,
  ) {
    // Who joins while here is marked like the others.
    new MutationObserver(() => this.#mark()).observe(members, { childList: true });
  }

  /** Takes the present state. */
  upsert(fragment: DocumentFragment): HTMLElement[] {
    const list = fragment.querySelector<HTMLElement>("ul")!;
    this.#online = new Set([...list.querySelectorAll<HTMLElement>("li")].map((li) => li.dataset.user!));
    this.#count = Number(list.dataset.count);
    this.line.hidden = false;
    this.line.textContent = say(this.line.dataset.online, this.#count);
    this.#mark();
    return [];
  }

  /** Nothing is known any more: the stream is gone. */
  clear(): void {
    this.#online = undefined;
    this.#count = 0;
    this.line.hidden = true;
    this.#mark();
  }

  #mark(): void {
    // In a large room only the first are told by name: who is not among them may be here as well.
    const all = this.#online !== undefined && this.#online.size >= this.#count;
    let [here, away] = [0, 0];
    for (const member of this.members.querySelectorAll<HTMLElement>("li.member")) {
      const isHere = this.#online?.has(member.id.replace("member-", "")) ?? false;
      member.classList.toggle("here", isHere);
      member.classList.toggle("away", all && !isHere);
      if (isHere) here++;
      else away++;
    }
    this.#head("here", all ? here : this.#count);
    this.#head("away", all ? away : 0);
  }

  #head(which: string, count: number): void {
    const heading = this.members.querySelector<HTMLElement>(`.heading.${which}`);
    if (!heading) return;
    heading.hidden = count === 0;
    heading.querySelector(".count")!.textContent = String(count);
  }
}
