/** The header's topic, as the newest line of the talk that tells of a change has it. */
export function liveTopic(header: Element | null, articles: Iterable<Element>): void {
  for (const article of articles) {
    const topic = article.matches(".notice") ? article.querySelector("[data-topic]") : null;
    if (header && topic) header.textContent = topic.textContent;
  }
}
