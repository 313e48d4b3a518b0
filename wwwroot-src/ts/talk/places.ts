import type { ScrollKeeper } from "./ScrollKeeper";

/** How long a message that one was led to is marked, in milliseconds. */
const time = 2_500;

/**
 * Quotes lead to what they answer: in place when it is loaded, else by their address.
 * @param opened the id of the message that the page was opened at
 */
export function places(list: HTMLElement, keeper: ScrollKeeper, opened: string | undefined): void {
  list.addEventListener("click", (event) => {
    const quote = (event.target as Element).closest<HTMLElement>("a.quote[data-quote]");
    const article = quote && messageOf(quote.dataset.quote);
    if (!article || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    keeper.toMiddle(article);
    mark(article);
  });
  const article = messageOf(opened);
  if (article) mark(article);
}

const messageOf = (id: string | undefined) => (id ? document.getElementById(`message-${id}`) : null);

/** Shows for a moment which message it is; from there one goes on by keys. */
function mark(article: HTMLElement): void {
  article.classList.add("found");
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
  setTimeout(() => article.classList.remove("found"), time);
}
