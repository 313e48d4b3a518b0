import type { LocalDraft } from "./LocalDraft";

/** Marks the rooms whose drafts this browser has and the page, asked for before they were saved, does not know of. */
export function draftMarks(rooms: ParentNode, draftOf: (room: string) => LocalDraft): void {
  for (const link of rooms.querySelectorAll<HTMLElement>(".room-link[data-room]")) {
    const kept = draftOf(link.dataset.room!).read();
    if (kept && !kept.saved) link.classList.toggle("has-draft", kept.body.trim() !== "");
  }
}
