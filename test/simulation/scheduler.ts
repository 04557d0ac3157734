/**
 * Virtual time. A heap of events by (time, order of their making); one event runs, then everything that it set going, and then
 * the next. Nothing else decides the order, so a run is a function of its seed; `hash` says which run it was.
 */
export interface Timer {
  cancel(): void;
}

export interface Scheduler {
  /** Milliseconds since the run began. */
  readonly now: number;
  /** Events that ran so far. */
  readonly events: number;
  /** Of the order and the times of all events, and of what was noted. */
  readonly hash: string;
  /** What happened, for people; empty unless the history is kept. */
  readonly history: readonly string[];
  after(ms: number, label: string, run: () => void): Timer;
  sleep(ms: number, label: string): Promise<void>;
  /** Something worth telling. `line` is only asked when somebody keeps the history, `label` goes into the hash. */
  note(label: string, line?: () => string): void;
  /** Until nothing is left to do, or `stop` was called. */
  run(): Promise<void>;
  stop(): void;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly label: string;
  run: (() => void) | undefined;
}

/** What is kept for people: nothing, what is worth telling, or every event as well. */
export type Telling = "nothing" | "story" | "events";

export function scheduler(telling: Telling): Scheduler {
  const heap: Event[] = [];
  const history: string[] = [];
  let now = 0;
  let events = 0;
  let made = 0;
  let isStopped = false;
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;

  function mix(text: string, value: number): void {
    high = Math.imul(high ^ value, 0x01000193);
    for (let i = 0; i < text.length; i++) {
      high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
      low = Math.imul(low ^ high, 0x85ebca6b);
    }
  }

  function after(ms: number, label: string, run: () => void): Timer {
    const event: Event = { at: now + Math.max(0, Math.ceil(ms)), order: made++, label, run };
    push(heap, event);
    return {
      cancel() {
        event.run = undefined;
      },
    };
  }

  return {
    get now() {
      return now;
    },
    get events() {
      return events;
    },
    get hash() {
      return [high, low].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
    },
    history,
    after,
    sleep: (ms, label) => new Promise((resolve) => after(ms, label, resolve)),
    note(label, line) {
      mix(label, now);
      if (telling !== "nothing") history.push(`${clock(now)}  ${line?.() ?? label}`);
    },
    async run() {
      for (let event = pop(heap); event !== undefined && !isStopped; event = pop(heap)) {
        if (event.run === undefined) continue;
        now = event.at;
        events++;
        mix(event.label, now);
        if (telling === "events") history.push(`${clock(now)}    ${event.label}`);
        event.run();
        await settled();
      }
    },
    stop() {
      isStopped = true;
    },
  };
}

/** All that an event set going is microtasks, and those come before the next macrotask. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function clock(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  const rest = ((ms % 3_600_000) / 1_000).toFixed(3).padStart(8, "0");
  return `${String(hours).padStart(4)}h ${rest}`;
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const above = (at - 1) >>> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(event, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (left === undefined) break;
    const isRight = right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = last;
  return first;
}
