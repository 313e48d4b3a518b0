import { ask } from "./messageCalls";
import { sayLocally } from "./times";

/** Pinning from a message's actions, and the list of what is pinned in a dialog. */
export function pins(talk: HTMLElement, refused: (sentence: string) => void): void {
  const dialog = talk.querySelector<HTMLDialogElement>("#pins");
  const toggle = talk.querySelector<HTMLAnchorElement>(".pins-toggle");
  const mayPin = () => talk.dataset.moderator !== undefined;

  talk.addEventListener("message:action", (event) => {
    const { action, message } = (event as CustomEvent<{ action: string; message: HTMLElement }>).detail;
    if (action === "pin") void pin(message.dataset.id!, message.querySelector(".pin-mark") === null);
  });

  if (!dialog || !toggle) return;
  const list = dialog.querySelector<HTMLElement>(".pins-list")!;
  toggle.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void open();
  });
  dialog.addEventListener("click", (event) => {
    const target = event.target as Element;
    const unpin = target.closest(".unpin");
    if (target === dialog || target.closest(".close, a")) dialog.close();
    else if (unpin) void takeDown(unpin.closest("li")!);
  });

  async function open(): Promise<void> {
    if (!(await fill())) return location.assign(toggle!.href);
    if (!dialog!.open) dialog!.showModal();
  }

  async function fill(): Promise<boolean> {
    const answer = await ask(toggle!.href);
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.response.text(), "text/html").body;
    sayLocally(fresh);
    for (const button of fresh.querySelectorAll<HTMLElement>(".unpin")) button.hidden = !mayPin();
    list.replaceChildren(...fresh.children);
    return true;
  }

  async function takeDown(item: HTMLElement): Promise<void> {
    if (!(await pin(item.dataset.id!, false))) return;
    await fill();
    dialog!.querySelector<HTMLElement>(".close")!.focus();
  }

  async function pin(message: string, wanted: boolean): Promise<boolean> {
    const answer = await ask(`/api/chat/rooms/${talk.dataset.room}/messages/${message}/pin`, wanted ? "PUT" : "DELETE");
    if (!answer.ok) refused(answer.sentence);
    return answer.ok;
  }
}
