import { goTo } from "../outbox/askBeforeLoss";
import { post } from "../outbox/post";
import { copyButtons } from "../shell/copyButtons";
import type { Composer } from "../talk/Composer";
import { Commands } from "./commands/Commands";
import { CommandSource } from "./completion/CommandSource";
import { Completion } from "./completion/Completion";
import { EmojiSource } from "./completion/EmojiSource";
import { PeopleSource } from "./completion/PeopleSource";
import { emojiPicking, type EmojiPick } from "./emoji/emojiPicking";
import { emphasis } from "./keys/emphasis";
import { typingAnywhere } from "./keys/typingAnywhere";

/** What the page does for the composer's helpers. */
export interface ComposingPage {
  /** Takes in what the server answered, as a fragment. */
  takeIn(html: string): Promise<void>;
  signIn(): void;
  /** Done when the messages written before are sent; false when they can't be now. */
  afterMessages(): Promise<boolean>;
  /** What stands in the page's language for "not sent". */
  notSent: string;
}

/** Everything that helps with writing: completion, emoji, commands and keys. */
export function composing(composer: Composer, room: string, page: ComposingPage): void {
  const { form, field } = composer;
  const area = form.parentElement!;
  const commands = area.querySelector<HTMLTemplateElement>("#commands")!.content;
  const { completion, here, everybody } = form.dataset;

  // The server refuses it from others.
  const mayCallAll = form.closest("[data-moderator]") !== null;
  const groups = { here: here ?? "", ...(mayCallAll && { room: everybody ?? "" }) };
  const people = new PeopleSource(`/api/chat/rooms/${room}/members`, document.body.dataset.user ?? "", groups);
  new Completion(composer, [new CommandSource(commands), people, new EmojiSource()], completion ?? "").start();
  emphasis(composer);
  typingAnywhere(field);
  emojiButton(composer);
  emojiPicking(area.querySelector<HTMLTemplateElement>("#emoji-picker")!);

  const answer = area.querySelector<HTMLElement>("#composer-answer")!;
  const error = area.querySelector<HTMLElement>("#composer-error")!;
  const clear = () => answer.replaceChildren();
  area.querySelector("[data-dismiss]")!.addEventListener("click", () => {
    clear();
    field.focus();
  });
  composer.beforeSend.push(() => {
    clear();
    error.replaceChildren();
    return false;
  });
  const posting = new Set([...commands.querySelectorAll<HTMLElement>("[data-posts]")].map((command) => command.dataset.command!));
  new Commands(composer, posting, (message) => post(`/rooms/${room}/messages`, message), {
    answer: async (html) => {
      await page.takeIn(html);
      copyButtons(answer);
    },
    go: goTo,
    refused: (sentence) => (error.textContent = sentence || page.notSent),
    signedOut: () => page.signIn(),
  }, page.afterMessages).start();
}

/** It asks like any other feature; what is chosen goes to the caret. */
function emojiButton(composer: Composer): void {
  const button = composer.form.querySelector<HTMLButtonElement>("[data-emoji]")!;
  button.hidden = false;
  button.addEventListener("click", () => {
    const detail: EmojiPick = { anchor: button, chosen: (emoji) => composer.insert(emoji) };
    button.dispatchEvent(new CustomEvent("emoji:pick", { detail, bubbles: true }));
  });
}
