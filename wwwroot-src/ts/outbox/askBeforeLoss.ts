const checks: (() => boolean)[] = [];

/** The page is left for another of ours in the same tab, which goes on with what is not sent. */
let staysHere = false;

/** Goes to another page of ours. */
export function goTo(path: string): void {
  staysHere = true;
  location.assign(path);
}

/** Has the browser ask before the tab goes, and with it what nobody else has. */
export function askBeforeLoss(isAtRisk: () => boolean): void {
  if (checks.push(isAtRisk) > 1) return;
  // Last of all, when it is known whether a script took the click.
  addEventListener("click", (event) => (staysHere = !event.defaultPrevented && leadsOn(event)));
  addEventListener("submit", (event) => (staysHere = !event.defaultPrevented));
  addEventListener("beforeunload", (event) => {
    if (!staysHere && checks.some((check) => check())) event.preventDefault();
    staysHere = false;
  });
}

function leadsOn(event: MouseEvent): boolean {
  const link = (event.target as Element).closest?.<HTMLAnchorElement>("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  return link.origin === location.origin && link.target !== "_blank" && !link.hasAttribute("download");
}
