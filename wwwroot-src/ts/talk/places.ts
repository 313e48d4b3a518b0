import type { ScrollKeeper } from "./ScrollKeeper";

/** How long a message that one jumped to is marked, in milliseconds. */
const time = 2_500;

/** Quotes lead to what they answer: in place when it is loaded, else by their address. */
export function places(list: HTMLElement, keeper: ScrollKeeper): void {
  list.addEventListener("click", (event) => {
    const quote = (event.target as Element).closest<HTMLElement>("a.quote[data-quote]");
    const article = quote && document.getElementById(`message-${quote.dataset.quote}`);
    if (!article || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(article, keeper);
  });
}

/** Brings a message into the middle of the view and marks it for a moment. */
export function show(article: HTMLElement, keeper: ScrollKeeper): void {
  keeper.toMiddle(article);
  mark(article);
}

export function mark(article: HTMLElement): void {
  article.classList.add("found");
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
  setTimeout(() => article.classList.remove("found"), time);
}
