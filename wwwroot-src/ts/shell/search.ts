import { sayLocally } from "../talk/times";

/** Ctrl Shift F: the search, within the room that is open. */
export function searchKey(): void {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== "f") return;
    const link = document.querySelector<HTMLAnchorElement>('[data-search="room"]') ?? document.querySelector<HTMLAnchorElement>("[data-search]");
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}

/** The search's page: days in a query are the reader's, and so are the times of what was found. */
export function searchPage(page: HTMLElement | null): void {
  if (!page) return;
  const zone = page.querySelector<HTMLInputElement>('input[name="tz"]');
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const field = page.querySelector<HTMLInputElement>('input[name="q"]');
  if (field?.autofocus) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  const results = page.querySelector("#results");
  if (!results) return;
  sayLocally(results);
  new MutationObserver(() => sayLocally(results)).observe(results, { childList: true });
}
