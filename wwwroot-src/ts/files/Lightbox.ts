/** A picture of the talk, large; arrows go to the ones before and after it. */
export class Lightbox {
  readonly #image: HTMLImageElement;
  #link: HTMLAnchorElement | undefined;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly list: HTMLElement,
  ) {
    this.#image = dialog.querySelector("img")!;
  }

  start(): void {
    this.list.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a.picture");
      // With a key held, the link is meant: a new tab, a download.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.#show(link);
      this.dialog.showModal();
    });
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") this.#move(-1);
      else if (event.key === "ArrowRight") this.#move(1);
      else return;
      event.preventDefault();
    });
    this.dialog.querySelector(".previous")!.addEventListener("click", () => this.#move(-1));
    this.dialog.querySelector(".next")!.addEventListener("click", () => this.#move(1));
    this.dialog.addEventListener("click", (event) => {
      const target = event.target as Element;
      if (target === this.dialog || target.closest("[data-close]")) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => {
      this.#image.removeAttribute("src");
      this.#current()?.focus({ preventScroll: true });
    });
  }

  #move(by: number): void {
    const links = this.#links();
    const next = links[links.indexOf(this.#current()!) + by];
    if (next) this.#show(next);
  }

  #show(link: HTMLAnchorElement): void {
    this.#link = link;
    const { name, width, height } = link.dataset;
    this.#image.width = Number(width);
    this.#image.height = Number(height);
    // Another picture's pixels must not stand there until its own come.
    this.#image.removeAttribute("src");
    this.#image.alt = name ?? "";
    this.#image.src = link.href;
    this.dialog.querySelector(".name")!.textContent = name ?? "";
    const download = this.dialog.querySelector<HTMLAnchorElement>("[data-download]")!;
    download.href = link.href;
    download.download = name ?? "";
    const links = this.#links();
    const place = links.indexOf(link);
    this.dialog.querySelector(".place")!.textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
    this.dialog.querySelector<HTMLButtonElement>(".previous")!.hidden = place <= 0;
    this.dialog.querySelector<HTMLButtonElement>(".next")!.hidden = place >= links.length - 1;
  }

  /** The message may have come anew since: its link is another element. */
  #current(): HTMLAnchorElement | undefined {
    return this.#links().find((link) => link === this.#link) ?? this.#links().find((link) => link.href === this.#link?.href);
  }

  #links(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll<HTMLAnchorElement>("article[data-number] a.picture")];
  }
}
