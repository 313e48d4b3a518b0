import { copyText } from "../copyText";

/** Buttons that copy the field beside them. They are of no use without scripts, so they come up hidden. */
export function copyButtons(root: ParentNode = document): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = button.parentElement!.querySelector("input")!;
    const label = button.querySelector("span")!;
    const name = label.textContent;
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      if (!(await copyText(field.value))) return;
      label.textContent = button.dataset.copied ?? name;
      setTimeout(() => (label.textContent = name), 2000);
    });
  }
}
