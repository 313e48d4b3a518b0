/** The drawers work by their addresses (#rooms, #people); scripts add Escape and keep the focus where it belongs. */
export function drawers(): void {
  let opener: HTMLElement | undefined;
  const open = () => document.querySelector<HTMLElement>(".sidebar:target, .people:target");

  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href="#rooms"], a[href="#people"]');
    if (link) opener = link;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open()) location.hash = "";
  });
  addEventListener("hashchange", () => {
    const drawer = open();
    if (drawer) drawer.querySelector<HTMLElement>("a, button, input")?.focus();
    else if (opener) {
      opener.focus();
      opener = undefined;
    }
  });
  togglePeople();
}

/** Where the people have a column of their own, the same button hides and shows it. */
function togglePeople(): void {
  const shell = document.querySelector<HTMLElement>(".shell");
  const toggle = document.querySelector<HTMLElement>(".people-toggle");
  if (!shell || !toggle) return;
  const wide = matchMedia("(min-width: 1080px)");
  const show = (hidden: boolean) => {
    shell.dataset.people = hidden ? "hidden" : "shown";
    toggle.dataset.pressed = String(!hidden);
  };
  show(localStorage.getItem("people") === "hidden");
  toggle.addEventListener("click", (event) => {
    if (!wide.matches) return;
    event.preventDefault();
    const hidden = shell.dataset.people !== "hidden";
    localStorage.setItem("people", hidden ? "hidden" : "shown");
    show(hidden);
  });
}
