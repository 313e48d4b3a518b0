/** Buttons that copy the field beside them. They are of no use without scripts, so they come up hidden. */
export function copyButtons(root: ParentNode = document): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = button.parentElement!.querySelector("input")!;
    const label = button.querySelector("span")!;
    const name = label.textContent;
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      if (!(await copy(field))) return;
      label.textContent = button.dataset.copied ?? name;
      setTimeout(() => (label.textContent = name), 2000);
    });
  }
}

/** The clipboard is there on secure origins only; on plain HTTP the old command still works. */
async function copy(field: HTMLInputElement): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // refused: the command below may still be allowed
    }
  }
  field.select();
  return document.execCommand("copy");
}
