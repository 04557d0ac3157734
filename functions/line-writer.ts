/**
 * Lines of a log that are written together, once a turn of the event loop: a system call for each costs as much as a small answer.
 * None waits longer than the turn takes. What is left when the process exits, by itself or by an error that nobody caught, is
 * written then; only what ends it without a word (SIGKILL, no memory) takes the lines of that turn with it.
 */

/** Characters after which nobody waits for the end of the turn. */
const MAX_WAITING = 64 * 1024;

export interface LineWriterOptions {
  /** Synchronous, as standard output is when it is a file or a pipe (https://nodejs.org/api/process.html#a-note-on-process-io). */
  readonly write: (text: string) => void;
  /** Default: `setImmediate`. */
  readonly afterTurn?: (then: () => void) => void;
  /** Called once, with what is to be done before the process ends. Default: `process.on("exit")`. */
  readonly atExit?: (then: () => void) => void;
}

export function lineWriter({
  write,
  afterTurn = (then) => void setImmediate(then),
  atExit = (then) => void process.on("exit", then),
}: LineWriterOptions): (line: string) => void {
  let waiting = "";

  function flush(): void {
    if (waiting === "") return;
    const text = waiting;
    // First: a write that throws must not be tried again for ever.
    waiting = "";
    write(text);
  }

  atExit(flush);
  return (line) => {
    if (waiting === "") afterTurn(flush);
    waiting += `${line}\n`;
    if (waiting.length >= MAX_WAITING) flush();
  };
}
