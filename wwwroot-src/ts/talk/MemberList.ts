import { say } from "../say";

/** The people of the room: owners first, then by name, each once. */
export class MemberList {
  constructor(
    private readonly list: HTMLElement,
    private readonly language: string,
  ) {}

  /** Takes in who joined and who left, and how many there are now; or the whole list anew. */
  upsert(fragment: DocumentFragment): HTMLElement[] {
    const members = [...fragment.querySelectorAll<HTMLElement>("li.member")];
    if (fragment.querySelector("data[data-all]")) this.#forget(members);
    for (const member of members) {
      // The stream does not say who owns the room: what the page knows is more.
      if (this.#known(member.id)) continue;
      const next = this.#members().find((other) => this.#before(member, other));
      this.list.insertBefore(member, next ?? null);
    }
    for (const { dataset } of fragment.querySelectorAll<HTMLElement>("[data-left]")) this.#known(`member-${dataset.left}`)?.remove();
    const count = fragment.querySelector<HTMLDataElement>("data");
    if (count) this.#count(Number(count.value));
    return members;
  }

  /** The list holds only the first of many, so the number comes from the server. */
  #count(members: number): void {
    for (const count of document.querySelectorAll<HTMLElement>("[data-member-count]")) {
      count.dataset.memberCount = String(members);
      count.textContent = say(members === 1 ? count.dataset.one : count.dataset.many, members);
    }
    const more = document.getElementById("more-members");
    if (!more) return;
    const unlisted = members - this.#members().length;
    more.hidden = unlisted <= 0;
    more.textContent = say(more.dataset.more, unlisted);
  }

  /** Takes away who is not there any more, or stands elsewhere now. */
  #forget(members: HTMLElement[]): void {
    const said = ({ id, dataset }: HTMLElement) => `${id} ${dataset.owner} ${dataset.name}`;
    const staying = new Set(members.map(said));
    for (const member of this.#members()) if (!staying.has(said(member))) member.remove();
  }

  #known(id: string): HTMLElement | undefined {
    const element = document.getElementById(id);
    return element && this.list.contains(element) ? element : undefined;
  }

  #members(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("li.member")];
  }

  #before(one: HTMLElement, other: HTMLElement): boolean {
    const rank = Number(other.dataset.owner === "true") - Number(one.dataset.owner === "true");
    return rank !== 0 ? rank < 0 : (one.dataset.name ?? "").localeCompare(other.dataset.name ?? "", this.language) < 0;
  }
}
