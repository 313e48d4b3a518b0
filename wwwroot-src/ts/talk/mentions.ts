/** Marks where messages name the reader, or a group that they belong to. */
export function markMentions(articles: Iterable<Element>, me: string): void {
  for (const article of articles) {
    for (const mention of article.querySelectorAll<HTMLElement>(".mention")) {
      const users = mention.dataset.user ?? "";
      mention.classList.toggle("own", users === "" || users.split(" ").includes(me));
    }
  }
}
