/** Gives covered text its name for those who hear the page; what it covers is hidden from them, too. */
export function coverSpoilers(article: Element, name: string): void {
  for (const spoiler of article.querySelectorAll(".spoiler:not(.uncovered)")) {
    spoiler.setAttribute("role", "button");
    spoiler.setAttribute("aria-label", name);
  }
}

/** Uncovers what is pressed, by pointer or keyboard. */
export function spoilers(list: HTMLElement): void {
  const press = (event: Event) => {
    const spoiler = (event.target as Element).closest<HTMLElement>(".spoiler:not(.uncovered)");
    if (!spoiler) return;
    event.preventDefault();
    spoiler.classList.add("uncovered");
    spoiler.removeAttribute("role");
    spoiler.removeAttribute("aria-label");
    spoiler.tabIndex = -1; // the focus stays where it is
  };
  list.addEventListener("click", press);
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") press(event);
  });
}
