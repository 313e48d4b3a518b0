/** Whoever begins to type, wherever the focus is, means the composer, unless something there takes keys itself. */
export function typingAnywhere(field: HTMLTextAreaElement): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || !isTyping(event) || takesKeys(event.target as Element)) return;
    if (document.querySelector("dialog[open], [popover]:popover-open")) return;
    field.focus(); // the key itself then goes into the field
  });
}

/** A letter, the beginning of a composition, or the keys that paste. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "v";
  return event.key === "Process" || event.keyCode === 229 || ([...event.key].length === 1 && event.key !== " ");
}

const takesKeys = (element: Element) => element.closest('input, textarea, select, [contenteditable], [role="menu"], video, audio') !== null;
