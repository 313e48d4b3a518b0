import { takeIn } from "../htmx";
import { copyText } from "../copyText";
import { toast } from "../shell/toast";
import type { ComposerMode } from "./ComposerMode";
import { forward } from "./forward";
import type { MessageAction } from "./MessageActions";
import { ask } from "./messageCalls";
import { sayFull } from "./times";

/** Does what is asked of messages, as far as it concerns their words: answering, changing, copying, passing on. */
export function changing(talk: HTMLElement, mode: () => ComposerMode | undefined, language: string): void {
  const base = `/rooms/${talk.dataset.room}`;
  const texts = talk.querySelector<HTMLElement>("#message-actions")!.dataset;

  talk.addEventListener("message:action", (event) => {
    const { action, message } = (event as CustomEvent<MessageAction>).detail;
    const id = message.dataset.id!;
    switch (action) {
      case "reply":
        return mode()?.reply(message);
      case "edit":
        return void mode()?.edit(message);
      case "copy":
        return void copy(message.querySelector<HTMLElement>(".body")?.innerText ?? "");
      case "link":
        return void copy(`${location.origin}${base}?around=${id}#message-${id}`);
      case "forward":
        return forward(talk.querySelector<HTMLDialogElement>("#forward-dialog")!, talk.dataset.room!, id, texts);
      case "history":
        return void history(id);
      case "delete":
        return void remove(id);
    }
  });

  async function copy(text: string): Promise<void> {
    toast((await copyText(text)) ? texts.copied : texts.notCopied);
  }

  async function remove(id: string): Promise<void> {
    if ((await choice(talk.querySelector<HTMLDialogElement>("#delete-dialog")!)) !== "yes") return;
    const answer = await ask(`${base}/messages/${id}`, "DELETE");
    if (answer.ok) await takeIn(await answer.response.text());
    else toast(answer.sentence || texts.failed);
  }

  async function history(id: string): Promise<void> {
    const answer = await ask(`${base}/messages/${id}/history`);
    if (!answer.ok) return toast(answer.sentence || texts.failed);
    await takeIn(await answer.response.text());
    const dialog = talk.querySelector<HTMLDialogElement>("#history-dialog")!;
    for (const time of dialog.querySelectorAll("time")) time.textContent = sayFull(new Date(time.dateTime), language);
    dialog.showModal();
  }
}

/** Opens a dialog; what was chosen in it, empty for nothing. */
export function choice(dialog: HTMLDialogElement): Promise<string> {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}
