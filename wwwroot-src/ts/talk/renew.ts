/**
 * Whether a version of a message is older than the one in the page: answers and the stream overtake each other.
 * @param overtaken what the stream brings later is there already, even where the versions say the same (a pin and a
 * reaction don't change what a message says)
 */
export function isOutdated(version: HTMLElement, known: HTMLElement, overtaken: boolean): boolean {
  const [here, there] = [known.dataset.changed ?? "", version.dataset.changed ?? ""];
  return overtaken ? here >= there : here > there;
}

/**
 * Makes a message what a newer version of it is. What is the same in both stays in the page as it is: a film goes on,
 * uncovered text stays uncovered, and the focus is where it was, or else on the message.
 */
export function renew(known: HTMLElement, version: HTMLElement): void {
  const focused = known.contains(document.activeElement);
  const sameWords = (["clientId", "at", "changed"] as const).every((key) => known.dataset[key] === version.dataset[key]);
  for (const { name, value } of version.attributes) known.setAttribute(name, value);
  merge(known, version, sameWords);
  if (!focused || known.contains(document.activeElement)) return;
  known.tabIndex = -1;
  known.focus({ preventScroll: true });
}

/** What scripts put there: no version has it. */
const added = ".message-actions, .read-by";

function merge(into: Element, from: Element, sameWords: boolean): void {
  const before = [...into.children];
  const stays = new Map<Element, Element>();
  for (const part of from.children) {
    const same = before.find((old) => isSame(old, part, sameWords));
    if (same) stays.set(part, same);
  }
  const staying = new Set(stays.values());
  for (const old of before) if (!staying.has(old) && !old.matches(added)) old.remove();
  let next = into.firstElementChild;
  for (const part of [...from.children]) {
    const same = stays.get(part);
    if (!same) into.insertBefore(part, next);
    else if (same.matches(".line, .bubble")) merge(same, part, sameWords);
    else if (same.matches(".reactions")) renewReactions(same, part);
    if (same) next = same.nextElementSibling;
  }
}

function isSame(old: Element, part: Element, sameWords: boolean): boolean {
  if (old.tagName !== part.tagName || old.classList[0] !== part.classList[0]) return false;
  if (old.matches(".line, .bubble, .reactions")) return true;
  if (old.matches(".body")) return sameWords;
  if (old.matches(".files")) return addresses(old) === addresses(part);
  if (old instanceof HTMLTimeElement) return old.dateTime === (part as HTMLTimeElement).dateTime;
  return old.isEqualNode(part);
}

const addresses = (part: Element) => [...part.querySelectorAll("[href], [src]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src")).join(" ");

function renewReactions(known: Element, version: Element): void {
  const said = (reactions: Element) =>
    [...reactions.querySelectorAll<HTMLElement>("[data-emoji]")].map(({ dataset }) => `${dataset.emoji} ${dataset.count} ${dataset.users}`).join();
  if (said(known) !== said(version)) known.replaceChildren(...version.childNodes);
}
