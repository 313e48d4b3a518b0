/** The three ways files come to the composer: the button, pasting and dropping. */
export function picking(talk: HTMLElement, form: HTMLFormElement, dropLabel: string, take: (files: File[]) => void): void {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", multiple: true, hidden: true });
  input.addEventListener("change", () => {
    take([...(input.files ?? [])]);
    input.value = ""; // so that the same file can be picked again
  });
  form.append(input);
  form.querySelector(".attach")?.addEventListener("click", () => input.click());

  form.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    // Office programs bring what was copied as text and as a picture of it: the text is meant.
    if (!data || data.files.length === 0 || data.types.includes("text/plain")) return;
    event.preventDefault();
    take([...data.files]);
  });

  talk.dataset.drop = dropLabel;
  const leave = () => talk.classList.remove("dropping");
  talk.addEventListener("dragover", (event) => {
    if (bringsFiles(event)) talk.classList.add("dropping");
  });
  talk.addEventListener("dragleave", (event) => {
    if (!talk.contains(event.relatedTarget as Node | null)) leave();
  });
  talk.addEventListener("drop", (event) => {
    leave();
    if (!bringsFiles(event)) return;
    take(filesOf(event.dataTransfer!));
    form.querySelector("textarea")?.focus();
  });
  // Elsewhere on the page the browser would leave it and open the file.
  for (const kind of ["dragover", "drop"] as const) {
    addEventListener(kind, (event) => {
      if (bringsFiles(event)) event.preventDefault();
    });
  }
}

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Folders are among the files, and can't be read. */
function filesOf(data: DataTransfer): File[] {
  const folders = [...data.items].map((item) => item.webkitGetAsEntry?.()?.isDirectory ?? false);
  return [...data.files].filter((_, index) => !folders[index]);
}
