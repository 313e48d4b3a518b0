import { say } from "../say";
import { saySize } from "./sizes";
import type { UploadsView, UploadState } from "./Uploads";

/** The files above the composer, each with what becomes of it. Made from the page's template. */
export class FileTray implements UploadsView {
  readonly #shown = new Map<number, HTMLElement>();
  readonly #list = document.createElement("ul");
  readonly #status = document.createElement("p");

  constructor(
    private readonly slot: HTMLElement,
    private readonly template: HTMLTemplateElement,
    private readonly language: string,
    private readonly actions: { retry(id: number): void; remove(id: number): void },
  ) {
    this.#list.className = "tray";
    this.#list.setAttribute("aria-label", template.dataset.files ?? "");
    this.#status.className = "tray-status";
    this.#status.setAttribute("role", "status");
  }

  show(id: number, file: File): void {
    const item = document.importNode(this.template.content, true).querySelector("li")!;
    const { retry, remove } = this.template.dataset;
    item.querySelector(".name")!.textContent = file.name;
    name(item.querySelector("[data-retry]")!, say(retry, file.name), () => this.actions.retry(id));
    name(item.querySelector("[data-remove]")!, say(remove, file.name), () => this.actions.remove(id));
    item.querySelector("progress")!.setAttribute("aria-label", file.name);
    this.#shown.set(id, item);
    this.#list.append(item);
    this.slot.replaceChildren(this.#list, this.#status);
  }

  state(id: number, file: File, state: UploadState): void {
    const item = this.#shown.get(id);
    if (!item) return;
    const bad = state.kind === "refused" || state.kind === "broken";
    item.classList.toggle("bad", bad && !(state.kind === "broken" && state.again));
    item.querySelector(".state")!.textContent = this.#say(file, state);
    item.querySelector<HTMLElement>("[data-retry]")!.hidden = state.kind !== "broken";
    const progress = item.querySelector("progress")!;
    progress.hidden = bad || state.kind === "done";
    progress.value = state.kind === "uploading" && file.size > 0 ? state.sent / file.size : 0;
  }

  remove(id: number): void {
    this.#shown.get(id)?.remove();
    this.#shown.delete(id);
    if (this.#shown.size === 0) this.slot.replaceChildren();
  }

  /** Puts a picture of the file in place of its icon. */
  picture(id: number, picture: HTMLElement): void {
    this.#shown.get(id)?.querySelector(".thumb")!.replaceChildren(picture);
  }

  status(sentence: string): void {
    this.#status.textContent = sentence;
  }

  #say(file: File, state: UploadState): string {
    const { waiting, uploading, again, broken } = this.template.dataset;
    const size = saySize(file.size, this.language);
    switch (state.kind) {
      case "waiting":
        return `${size} · ${waiting}`;
      case "uploading":
        return (uploading ?? "").replace("{0}", saySize(Math.min(state.sent, file.size), this.language)).replace("{1}", size);
      case "broken":
        return (state.again ? again : broken) ?? "";
      case "refused":
        return state.sentence || (broken ?? "");
      case "done":
        return size;
    }
  }
}

function name(button: HTMLElement, label: string, press: () => void): void {
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", press);
}
