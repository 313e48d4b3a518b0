/** One line of the list. */
export interface Choice {
  /** What takes the place of what was typed. */
  insert: string;
  label: string;
  detail?: string;
  /** What stands before the label: an emoji, or somebody's initial. */
  sign?: string;
  /** A class of the sign. */
  look?: string;
  /** What was typed says exactly this: it takes its place without being asked for. */
  atOnce?: boolean;
}

/** Something that can be completed: how it is recognised before the caret, and what it may become. */
export interface Source {
  /** What was typed of it before the caret, its beginning included; undefined when the caret is at something else. */
  match(before: string): string | undefined;
  find(typed: string, signal: AbortSignal): Promise<Choice[]>;
  /** Whether a choice that was found also goes with what is typed by now, while that is still being looked for. Without this none does. */
  fits?(choice: Choice, typed: string): boolean;
}
