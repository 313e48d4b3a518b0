import type { ScrollKeeper } from "./ScrollKeeper";

/** How long a message that one was led to is marked, in milliseconds. */
const time = 2_500;

/**
 * Quotes lead to what they answer, loaded with what is around it where it is not in the page.
 * @param load puts a message and what is around it in place of what is shown
 * @param opened the id of the message that the page was opened at
 */
export function places(list: HTMLElement, keeper: ScrollKeeper, load: (id: string) => Promise<void>, opened: string | undefined): void {
  list.addEventListener("click", (event) => {
    const quote = (event.target as Element).closest<HTMLAnchorElement>("a.quote[data-quote]");
    if (!quote || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // What can't be loaded in place may still be opened.
    open(quote.dataset.quote!).catch(() => location.assign(quote.href));
  });
  const article = messageOf(opened);
  if (article) mark(article);

  async function open(id: string): Promise<void> {
    if (!messageOf(id)) await load(id);
    const message = messageOf(id);
    if (!message) return;
    keeper.toMiddle(message);
    mark(message);
  }
}

const messageOf = (id: string | undefined) => (id ? document.getElementById(`message-${id}`) : null);

/** Shows for a moment which message it is; from there one goes on by keys. */
function mark(article: HTMLElement): void {
  article.classList.add("found");
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
  setTimeout(() => article.classList.remove("found"), time);
}
