import { fold } from "../composer/fold";
import { isComposing } from "../isComposing";
import { toast } from "../shell/toast";
import { ask } from "./messageCalls";

interface Room {
  id: number;
  name: string;
  kind: string;
  member: boolean;
}

/** Asks where a message goes, and sends it there. */
export function forward(dialog: HTMLDialogElement, room: string, message: string, texts: DOMStringMap): void {
  const find = dialog.querySelector("input")!;
  const list = dialog.querySelector<HTMLElement>(".choices-list")!;
  const none = dialog.querySelector<HTMLElement>(".none")!;
  const filter = () => {
    const wanted = fold(find.value.trim());
    for (const button of list.querySelectorAll("button")) button.hidden = !fold(button.textContent ?? "").includes(wanted);
  };
  find.value = "";
  find.oninput = filter;
  // Enter in the field would press the first button of the form, which leaves.
  find.onkeydown = (event) => {
    if (event.key !== "Enter" || isComposing(event)) return;
    event.preventDefault();
    list.querySelector<HTMLElement>("button:not([hidden])")?.click();
  };
  list.replaceChildren();
  none.hidden = true;
  dialog.showModal();
  void fill();

  async function fill(): Promise<void> {
    const answer = await ask("/api/chat/rooms");
    const rooms = answer.ok ? ((await answer.response.json()) as { rooms: Room[] }).rooms : [];
    const own = rooms.filter((other) => other.member && String(other.id) !== room);
    none.hidden = own.length > 0;
    list.replaceChildren(...own.map(button));
    filter();
  }

  function button({ id, name, kind }: Room): HTMLElement {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "choice";
    element.textContent = `${kind === "public" ? "#" : ""}${name}`;
    element.addEventListener("click", () => {
      dialog.close("");
      void send(id);
    });
    return element;
  }

  async function send(to: number): Promise<void> {
    const body = JSON.stringify({ room_id: to });
    const answer = await ask(`/api/chat/rooms/${room}/messages/${message}/forward`, "POST", body, { "Content-Type": "application/json" });
    toast(answer.ok ? texts.forwarded : answer.sentence || texts.failed);
  }
}
