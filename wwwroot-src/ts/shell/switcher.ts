import { fold } from "../composer/fold";
import { isComposing } from "../isComposing";

/** Ctrl K: a list of the rooms that narrows while one types. */
export function switcher(dialog: HTMLDialogElement | null): void {
  if (!dialog) return;
  const input = dialog.querySelector("input")!;
  const none = dialog.querySelector<HTMLElement>(".none")!;
  const messages = dialog.querySelector<HTMLAnchorElement>(".search-messages");
  const rows = [...dialog.querySelectorAll<HTMLElement>('[role="option"]')];
  let chosen = 0;

  const shown = () => rows.filter((row) => !row.hidden);
  const choose = (index: number) => {
    const visible = shown();
    chosen = visible.length === 0 ? 0 : (index + visible.length) % visible.length;
    for (const row of rows) row.setAttribute("aria-selected", String(row === visible[chosen]));
    input.setAttribute("aria-activedescendant", visible[chosen]?.id ?? "");
    visible[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const wanted = fold(input.value.trim());
    for (const row of rows) row.hidden = !fold(row.dataset.name ?? "").includes(wanted);
    none.hidden = shown().length > 0;
    if (messages) searchFor(messages, input.value.trim());
    choose(0);
  };
  const open = () => {
    input.value = "";
    filter();
    dialog.showModal();
    input.focus();
  };

  for (const row of rows) row.querySelector("a")!.tabIndex = -1;
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") (shown()[chosen]?.querySelector("a") ?? messages)?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("[data-switcher]")) return;
    event.preventDefault();
    open();
  });
}

/** The last row looks for the same in messages. */
function searchFor(link: HTMLAnchorElement, wanted: string): void {
  link.href = wanted ? `/search?q=${encodeURIComponent(wanted)}` : "/search";
  link.querySelector("[data-query]")!.textContent = wanted ? `“${wanted}”` : "";
}
