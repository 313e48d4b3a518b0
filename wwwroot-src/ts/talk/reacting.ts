import { ReactionPicker } from "./ReactionPicker";
import type { Reactions } from "./Reactions";

/** Presses on reactions and on "react" of a message's actions. */
export function reacting(talk: HTMLElement, list: HTMLElement, reactions: Reactions): void {
  const template = talk.querySelector<HTMLTemplateElement>("#reaction-picker");
  // Who only reads can't react.
  if (!template || talk.dataset.lastRead === undefined) return;
  const picker = new ReactionPicker(template);

  list.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>(".reaction");
    const article = button?.closest<HTMLElement>("article[data-id]");
    if (!button || !article) return;
    if (button.dataset.emoji) reactions.toggle(article, button.dataset.emoji);
    else picker.open(button, (emoji) => reactions.set(article, emoji, true));
  });
  talk.addEventListener("message:action", (event) => {
    const { action, message } = (event as CustomEvent<{ action: string; message: HTMLElement }>).detail;
    if (action !== "react") return;
    const pressed = document.activeElement as HTMLElement | null;
    const anchor = pressed?.matches("[data-action=react]") ? pressed : (message.querySelector<HTMLElement>(".bubble") ?? message);
    picker.open(anchor, (emoji) => reactions.set(message, emoji, true));
  });
}
