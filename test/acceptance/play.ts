/** Plays a series against a service and writes down what it answers. */
import { setTimeout as wait } from "node:timers/promises";
import { calendar } from "./calendar.ts";
import { type Exchanges, exchanges } from "./exchange.ts";
import { relations } from "./relations.ts";
import { series } from "./series.ts";
import type { Answer, Sent, Step } from "./step.ts";
import type { RunningTarget } from "./targets.ts";
import { type Entry, transcriber } from "./transcript.ts";

export interface Played {
  readonly entries: readonly Entry[];
  /** What is wrong beside the text of the answers, each with the step's name. */
  readonly faults: readonly { readonly step: string; readonly fault: string }[];
}

/** Of a search that was answered from an older view, since the refresh took longer than a search waits. */
const REPEATS = 40;
const REPEAT_AFTER_MS = 100;

export function playSeries(target: RunningTarget): Promise<Played> {
  const dates = calendar(Date.now());
  const restart = async () => {
    await target.restart();
    return target.url;
  };
  return play(target.url, series(dates), { names: dates.names(), restart });
}

interface PlayOptions {
  /** See `TranscriberOptions`. */
  readonly names?: ReadonlyMap<string, string>;
  /** Another process on the same board; answers where it is. Default: there is none. */
  readonly restart?: (() => Promise<string>) | undefined;
}

export async function play(
  url: string,
  steps: readonly Step[],
  { names = new Map(), restart }: PlayOptions = {},
): Promise<Played> {
  const startedAt = Date.now();
  const transcripts = transcriber({ startedAt, now: Date.now, names });
  const { faultsOf } = relations(startedAt, Date.now);
  const answers = new Map<string, Answer>();
  let line = exchanges(url);
  const entries: Entry[] = [];
  const faults: { step: string; fault: string }[] = [];
  try {
    for (const step of steps) {
      if (step.afterRestart && restart !== undefined) {
        line.close();
        line = exchanges(await restart());
      }
      const sent = requestOf(step, steps, answers);
      const answer = await settled(line, sent);
      answers.set(step.name, answer);
      entries.push(transcripts.transcribe(step, sent, answer));
      for (const fault of faultsOf(sent, answer)) faults.push({ step: step.name, fault });
    }
  } finally {
    line.close();
  }
  return { entries, faults };
}

/** Throws when an earlier answer lacks what the request is made of, and says which answers were not as the series has them. */
function requestOf(step: Step, steps: readonly Step[], answers: ReadonlyMap<string, Answer>): Sent {
  try {
    return step.request((name) => {
      const answer = answers.get(name);
      if (answer === undefined) throw new Error(`there was no step ${name} before`);
      return answer;
    });
  } catch (cause) {
    const odd = steps.flatMap(({ name, status }) => {
      const answer = answers.get(name);
      return answer === undefined || answer.status === status
        ? []
        : [`${name}: ${answer.status}, not ${status}: ${answer.text.slice(0, 200)}`];
    });
    const before = odd.length === 0 ? "" : `; before it\n${odd.join("\n")}`;
    throw new Error(`the request of step ${JSON.stringify(step.name)} cannot be made${before}`, { cause });
  }
}

/** A stale view is the machine's doing, not the target's: its answers are asked for again. */
async function settled(line: Exchanges, sent: Sent): Promise<Answer> {
  for (let repeats = 0; ; repeats++) {
    const answer = await line.send(sent);
    if (answer.headers["rolecall-stale"] !== "true" || repeats === REPEATS) return answer;
    await wait(REPEAT_AFTER_MS);
  }
}
