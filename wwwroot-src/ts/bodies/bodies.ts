import { dressCode } from "./code";
import { coverSpoilers, spoilers } from "./spoilers";

/** Adds to what people wrote what only scripts can do. Returns what does so for messages that come. */
export function bodies(list: HTMLElement, tools: HTMLTemplateElement | null): (articles: Iterable<Element>) => void {
  spoilers(list);
  const copy = tools?.content.querySelector<HTMLButtonElement>(".copy-code");
  const dress = (articles: Iterable<Element>) => {
    for (const article of articles) {
      coverSpoilers(article, tools?.dataset.spoiler ?? "");
      if (copy) dressCode(article, copy);
    }
  };
  dress(list.querySelectorAll("article"));
  return dress;
}
