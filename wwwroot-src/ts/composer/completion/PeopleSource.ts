import { fold } from "../fold";
import type { Choice, Source } from "./Source";

const most = 8;

/** So long the keys have to rest before the server is asked. */
const pause = 150;

const begun = /(?:^|[\s([{"'>])(@[\p{L}\p{M}\p{N}_.-]{0,40})$/u;

/** What the words mean that the reader may call many by: those who are here, and everybody in the room. */
export type Groups = Partial<Record<"here" | "room", string>>;

/** `@name`: the room's other members, and its groups. */
export class PeopleSource implements Source {
  /** @param me who writes, and is not called by themselves */
  constructor(
    private readonly url: string,
    private readonly me: string,
    private readonly groups: Groups,
    private readonly rest: (signal: AbortSignal) => Promise<void> = resting,
  ) {}

  match(before: string): string | undefined {
    return begun.exec(before)?.[1];
  }

  async find(typed: string, signal: AbortSignal): Promise<Choice[]> {
    const name = typed.slice(1);
    await this.rest(signal);
    let people = await this.#ask(name, signal);
    if (people.length === 0 && /\p{Script=Hangul}$/u.test(name)) {
      // 기 is on its way to 김: whoever begins so is found by what stands before it.
      const all = await this.#ask(name.slice(0, -1), signal);
      people = all.filter((person) => fold(person.user_name).includes(fold(name)));
    }
    const groups = Object.entries(this.groups)
      .filter(([word]) => word.startsWith(name.toLowerCase()))
      .map(([word, detail]) => ({ insert: `@${word} `, sign: "@", label: `@${word}`, detail }));
    const rows = people.map((person) => ({ insert: `@${person.user_name} `, ...avatarOf(person), label: person.user_name }));
    return name === "" ? [...rows.slice(0, most - groups.length), ...groups] : [...groups, ...rows].slice(0, most);
  }

  fits(choice: Choice, typed: string): boolean {
    return fold(choice.insert).includes(fold(typed.slice(1)));
  }

  async #ask(name: string, signal: AbortSignal): Promise<Person[]> {
    const answer = await fetch(`${this.url}?q=${encodeURIComponent(name)}`, { signal });
    if (!answer.ok) throw new Error(`People could not be looked up (${answer.status}).`);
    const { members } = (await answer.json()) as { members: Person[] };
    return members.filter((person) => person.user_uuid !== this.me);
  }
}

interface Person {
  user_uuid: string;
  user_name: string;
}

/** As in the list of members, where they have their colour; a busy room's list has not everybody. */
function avatarOf(person: Person): Pick<Choice, "sign" | "look"> {
  const known = document.getElementById(`member-${person.user_uuid}`)?.querySelector(".avatar");
  return { sign: [...person.user_name.trim()][0]?.toUpperCase() ?? "", look: known?.className ?? "avatar" };
}

function resting(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, pause);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
