const time = 3_000;
let hide: ReturnType<typeof setTimeout> | undefined;

/** Says something in passing that needs no answer. */
export function toast(text: string | undefined): void {
  const place = document.querySelector<HTMLElement>("#toast");
  if (!place || !text) return;
  clearTimeout(hide);
  place.hidden = false;
  place.textContent = text;
  hide = setTimeout(() => {
    place.hidden = true;
    place.textContent = "";
  }, time);
}
