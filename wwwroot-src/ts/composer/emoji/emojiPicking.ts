import { EmojiPicker } from "./EmojiPicker";

/** What a feature dispatches (bubbling, as `emoji:pick`) to have an emoji chosen beside an element. */
export interface EmojiPick {
  anchor: HTMLElement;
  chosen(emoji: string): void;
}

declare global {
  interface DocumentEventMap {
    "emoji:pick": CustomEvent<EmojiPick>;
  }
}

/** Answers everybody who asks for an emoji; the picker is made from the page's template when it is first asked for. */
export function emojiPicking(template: HTMLTemplateElement): void {
  let picker: EmojiPicker | undefined;
  // A press outside closes it before the click: on the button that opened it, that is all the press is for.
  let closing = false;
  document.addEventListener("pointerdown", ({ target }) => (closing = picker?.isOpenFor(target as Node) ?? false), true);
  document.addEventListener("emoji:pick", ({ detail }) => {
    picker ??= make(template);
    if (!closing) picker.open(detail.anchor, detail.chosen);
    closing = false;
  });
}

function make(template: HTMLTemplateElement): EmojiPicker {
  const element = document.importNode(template.content, true).querySelector<HTMLElement>(".emoji-picker")!;
  document.body.append(element);
  const picker = new EmojiPicker(element);
  picker.start();
  return picker;
}
