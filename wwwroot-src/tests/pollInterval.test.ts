import { describe, expect, it } from "vitest";
import { pollInterval } from "../ts/stream/pollInterval";

const at = (over: Partial<Parameters<typeof pollInterval>[0]>) => pollInterval({ hidden: false, idle: 0, recent: 0, load: 0.5, ...over });

describe("the poll interval", () => {
  it.each([
    [0, 0, 5_000],
    [59_999, 0, 5_000],
    [60_000, 0, 10_000], // 15 by the reader, 10 by the talk
    [300_000, 0, 10_000],
    [300_000, 1, 5_000],
    [0, 1, 5_000],
    [0, 5, 5_000],
    [0, 6, 3_000],
    [0, 10, 3_000],
    [0, 11, 2_000],
    [300_000, 11, 2_000],
  ])("idle %i ms with %i messages a minute is %i ms", (idle, recent, expected) => expect(at({ idle, recent })).toBe(expected));

  it("asks a busy server more rarely, and an idle one more often", () => {
    expect(at({ load: 0.81 })).toBe(7_500);
    expect(at({ load: 0.8 })).toBe(5_000);
    expect(at({ load: 0.3 })).toBe(5_000);
    expect(at({ load: 0.29 })).toBe(4_000);
    expect(at({ load: 0, recent: 11 })).toBe(2_000);
    expect(at({ load: 1, idle: 60_000 })).toBe(15_000);
  });

  it("asks in a hidden tab as the shorter rule says", () => {
    expect(at({ hidden: true })).toBe(10_000);
    expect(at({ hidden: true, recent: 6 })).toBe(3_000);
  });
});
