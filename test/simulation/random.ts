/**
 * The one source of chance in a simulation: a seed, forked by name. Every actor and every kind of fault draws from a fork of its
 * own, so that switching one off leaves the choices of all others as they were.
 */
export interface Random {
  /** A whole number from 0 to `count` (exclusive). */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Of every size alike between `least` and `least` × 2^`doublings`: short mostly, long sometimes. */
  spread(least: number, doublings: number): number;
  bytes(length: number): Uint8Array;
  fork(name: string): Random;
}

export function random(seed: string): Random {
  const draw = sfc32(hashed(seed));
  const below = (count: number) => Math.floor((draw() / 2 ** 32) * count);
  return {
    below,
    chance: (probability) => draw() < probability * 2 ** 32,
    pick: ([first, ...rest]) => {
      const at = below(rest.length + 1);
      return at === 0 ? first : (rest[at - 1] ?? first);
    },
    // Powers of two only: `Math.exp` may differ between machines.
    spread: (least, doublings) => Math.ceil(least * 2 ** below(doublings + 1) * (1 + draw() / 2 ** 32)),
    bytes: (length) => Uint8Array.from({ length }, () => draw() >>> 24),
    fork: (name) => random(`${seed}/${name}`),
  };
}

type State = [number, number, number, number];

/** sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush. */
function sfc32([a, b, c, counter]: State): () => number {
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** FNV-1a in four lanes: only has to tell names apart, `sfc32` mixes. */
function hashed(text: string): State {
  const state: State = [0x811c9dc5, 0x01000193, 0x9e3779b9, 1];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    state[0] = Math.imul(state[0] ^ unit, 0x01000193);
    state[1] = Math.imul(state[1] ^ (unit + i), 0x85ebca6b);
    state[2] = Math.imul(state[2] ^ (unit + state[0]), 0xc2b2ae35);
  }
  return state;
}
