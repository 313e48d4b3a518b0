/** Alt+↑ and Alt+↓ go to the room above and below in the list; with Shift to the next that has something new. */
export function roomKeys(rooms: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...rooms.querySelectorAll<HTMLAnchorElement>(".room-link[data-room]")];
    const next = nextOf(links, step, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    next.click();
  });
}

/** Round the end; undefined when there is no other. */
function nextOf(links: HTMLAnchorElement[], step: number, unread: boolean): HTMLAnchorElement | undefined {
  const here = links.findIndex((link) => link.getAttribute("aria-current") === "page");
  const start = here < 0 && step < 0 ? 0 : here;
  for (let i = 1; i <= links.length; i++) {
    const link = links[(start + step * i + links.length * 2) % links.length]!;
    if (link !== links[here] && (!unread || link.classList.contains("unread"))) return link;
  }
  return undefined;
}
