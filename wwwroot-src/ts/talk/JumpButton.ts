/** The way back to the newest messages, with the number of those that came meanwhile. */
export class JumpButton {
  #missed = 0;

  constructor(
    private readonly button: HTMLElement,
    private readonly atEnd: () => boolean,
    jump: () => void,
  ) {
    button.addEventListener("click", jump);
  }

  arrived(count: number): void {
    if (!this.atEnd()) this.#missed += count;
    this.update();
  }

  update(): void {
    const atEnd = this.atEnd();
    if (atEnd) this.#missed = 0;
    this.button.hidden = atEnd;
    this.button.querySelector(".badge")!.textContent = this.#missed > 0 ? String(this.#missed) : "";
  }
}
