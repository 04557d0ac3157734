/** One request at a time through a client of the AWS SDK, whatever the service: its effect, its end and its error. */
import { AppError } from "../../core/errors.ts";

/** Reads have no outcome to be unsure of: whatever goes wrong, they may be repeated. */
export type Effect = "read" | "write";

/** What is used of every client of the SDK. */
interface SdkClient {
  readonly config: { region(): Promise<string> };
  destroy(): void;
}

export interface Calls<Client> {
  /** Runs one request and turns what it throws into an `AppError`. */
  call<Answer>(
    effect: Effect,
    signal: AbortSignal | undefined,
    send: (client: Client, options: { abortSignal?: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer>;
  close(): void;
}

/** `toAppError`: of an error, what was asked, and the region, for its text. */
export function callsOf<Client extends SdkClient>(
  name: string,
  client: Client,
  toAppError: (error: unknown, effect: Effect, region: string) => AppError,
): Calls<Client> {
  let isClosed = false;
  return {
    async call(effect, signal, send) {
      // The SDK itself would connect again.
      if (isClosed) throw new AppError("unavailable", `${name}: this store is closed`);
      try {
        return await send(client, signal === undefined ? {} : { abortSignal: signal });
      } catch (error) {
        // That there is no region is an error that comes first.
        throw toAppError(error, effect, await client.config.region().catch(() => "?"));
      }
    },
    close() {
      isClosed = true;
      client.destroy();
    },
  };
}
