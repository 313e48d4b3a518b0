import { copyText } from "../copyText";

const copied = 2000;

/** A button on every block of code, and colours where its language is named. */
export function dressCode(article: Element, button: HTMLButtonElement): void {
  for (const pre of article.querySelectorAll<HTMLElement>(".body pre")) {
    if (pre.parentElement!.matches(".code")) continue;
    const box = document.createElement("div");
    box.className = "code";
    pre.replaceWith(box);
    box.append(pre, copyButton(button, pre));
    const code = pre.querySelector<HTMLElement>("code[class^=language-]");
    if (code) void colour(code);
  }
}

function copyButton(template: HTMLButtonElement, pre: HTMLElement): HTMLButtonElement {
  const button = template.cloneNode(true) as HTMLButtonElement;
  const name = button.title;
  button.addEventListener("click", async () => {
    if (!(await copyText(pre.textContent.replace(/\n$/, "")))) return;
    button.classList.add("done");
    button.ariaLabel = button.title = button.dataset.copied ?? name;
    setTimeout(() => {
      button.classList.remove("done");
      button.ariaLabel = button.title = name;
    }, copied);
  });
  return button;
}

/** The colours are a script of their own, loaded when the first such code is there; without them it is plain. */
async function colour(code: HTMLElement): Promise<void> {
  try {
    (await import("./colours")).colour(code, code.className.replace("language-", ""));
  } catch {
    // A server that was updated meanwhile may not have the script any more: the page's next opening has.
  }
}
