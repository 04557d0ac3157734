import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SERVICES } from "../../infra/emulators/emulator.ts";
import { emulatorKind } from "../../infra/emulators/start.ts";

interface ComposeService {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
}

const { services } = parse(readFileSync(new URL("../../infra/emulators/compose.yaml", import.meta.url), "utf8")) as {
  services: Record<string, ComposeService>;
};

describe("compose.yaml", () => {
  it("has the four services and no other", () => {
    expect(Object.keys(services).toSorted()).toEqual([...SERVICES].toSorted());
  });

  it.each(SERVICES)("runs %s as the launcher runs it, on loopback only", async (service) => {
    const { image, port, args, env } = (await emulatorKind(service)).docker;
    const composed = services[service];
    expect(composed?.image).toBe(image);
    expect(composed?.command).toEqual(args(port));
    expect(composed?.environment).toEqual(env);
    expect(composed?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });
});
