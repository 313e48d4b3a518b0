const day = 24 * 60 * 60_000;

/** The reader's calendar day. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, language: string, key: string, options: Intl.DateTimeFormatOptions): string {
  const id = `${language} ${key}`;
  let known = formats.get(id);
  if (!known) formats.set(id, (known = new Intl.DateTimeFormat(language, options)));
  return Number.isNaN(at.getTime()) ? "" : known.format(at);
}

export const sayTime = (at: Date, language: string): string => format(at, language, "time", { hour: "numeric", minute: "2-digit" });

export const sayFull = (at: Date, language: string): string => format(at, language, "full", { dateStyle: "full", timeStyle: "short" });

/** Today, yesterday, or the date; with its year when that is another. */
export function sayDay(at: Date, language: string, now: Date = new Date()): string {
  const past = [0, 1].find((days) => dayOf(new Date(now.getTime() - days * day)) === dayOf(at));
  if (past !== undefined) {
    const name = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-past, "day");
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  }
  const sameYear = at.getFullYear() === now.getFullYear();
  return sameYear
    ? format(at, language, "day", { weekday: "long", month: "long", day: "numeric" })
    : format(at, language, "year", { weekday: "long", year: "numeric", month: "long", day: "numeric" });
}

/** Says times in the reader's own zone, which only their browser knows; those of today without the day. */
export function sayLocally(within: ParentNode, language = document.documentElement.lang): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const at = new Date(time.dateTime);
    time.textContent = dayOf(at) === dayOf(new Date()) ? sayTime(at, language) : `${sayDay(at, language)} ${sayTime(at, language)}`;
    time.title = sayFull(at, language);
    time.removeAttribute("data-local");
  }
}
