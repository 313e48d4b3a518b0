import { say } from "../say";

/** The people of the room: owners first, then by name, each once. */
export class MemberList {
  constructor(
    private readonly list: HTMLElement,
    private readonly language: string,
  ) {}

  upsert(fragment: DocumentFragment): HTMLElement[] {
    const members = [...fragment.querySelectorAll<HTMLElement>("li.member")];
    for (const member of members) {
      const known = document.getElementById(member.id);
      // The stream does not say who owns the room: what the page knows is more.
      if (known && this.list.contains(known)) continue;
      const next = [...this.list.querySelectorAll<HTMLElement>("li.member")].find((other) => this.#before(member, other));
      this.list.insertBefore(member, next ?? null);
    }
    return members;
  }

  /** Keeps the counts on the page true to the list, which may hold only the first of many. */
  countChanges(): void {
    const changes = new MutationObserver((records) => {
      const difference = records.reduce((sum, r) => sum + elements(r.addedNodes) - elements(r.removedNodes), 0);
      if (difference === 0) return;
      for (const count of document.querySelectorAll<HTMLElement>("[data-member-count]")) {
        const now = Number(count.dataset.memberCount) + difference;
        count.dataset.memberCount = String(now);
        count.textContent = say(now === 1 ? count.dataset.one : count.dataset.many, now);
      }
    });
    changes.observe(this.list, { childList: true });
  }

  #before(one: HTMLElement, other: HTMLElement): boolean {
    const rank = Number(other.dataset.owner === "true") - Number(one.dataset.owner === "true");
    return rank !== 0 ? rank < 0 : (one.dataset.name ?? "").localeCompare(other.dataset.name ?? "", this.language) < 0;
  }
}

function elements(nodes: NodeList): number {
  return [...nodes].filter((node) => node.nodeType === Node.ELEMENT_NODE).length;
}
