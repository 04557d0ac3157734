/** API keys as the command line makes them. */
import type { Env } from "../../core/env.ts";
import type { KeySpace } from "../../core/ports.ts";
import { type ApiKey, addApiKey } from "../../core/store/api-keys.ts";
import { newApiKey } from "../../functions/auth/api-key.ts";

export interface MadeKey {
  /** What its holder sends. */
  readonly text: string;
  readonly id: string;
}

export async function makeKey(
  place: { readonly space: KeySpace; readonly env: Env; readonly board: string },
  facts: Partial<ApiKey> & Pick<ApiKey, "scopes">,
): Promise<MadeKey> {
  const { text, id, secretHash } = newApiKey(place.env);
  await addApiKey(place, { id, name: "test", secretHash, createdAt: place.env.now(), ...facts });
  return { text, id };
}
