import { describe, expect, it } from "vitest";
import { slots } from "../../../../core/index/snapshot/slots.ts";

describe("slots", () => {
  it("bound what runs at once, wave after wave, in order, failures included", async () => {
    const inSlot = slots(2);
    const order: number[] = [];
    let [running, most] = [0, 0];
    const work = (i: number) => async () => {
      order.push(i);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (i % 3 === 0) throw new Error(`work ${i}`);
      return i;
    };
    for (let wave = 0; wave < 3; wave++) {
      const ends = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((i) => inSlot(work(6 * wave + i))));
      expect(ends.map(({ status }) => status === "fulfilled")).toEqual([false, true, true, false, true, true]);
    }
    expect(order).toEqual(Array.from({ length: 18 }, (_, i) => i));
    expect(most).toBe(2);
  });
});
