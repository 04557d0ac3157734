/** What a person or a program gets to read: results on standard output, progress on standard error. */

// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(text = ""): void {
  process.stdout.write(`${text}\n`);
}

export interface Progress {
  /** Shows a count now and then; nothing when nobody looks. */
  report(done: number): void;
  /** Clears the line. */
  end(): void;
}

const REDRAW_MS = 100;

/** A line on standard error that follows long work, only when that is a terminal. */
export function progress(label: string): Progress {
  let drawnAt = 0;
  const isWatched = process.stderr.isTTY === true;
  return {
    report(done) {
      const now = performance.now();
      if (!isWatched || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      process.stderr.write(`\r${label}: ${done.toLocaleString("en")}`);
    },
    end() {
      if (isWatched) process.stderr.write("\r\u001b[K");
    },
  };
}

/** Text of others, made safe for a terminal: no escapes, no line breaks. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, " ");
}
