/**
 * Stands before DynamoDB Local, asks it for the capacity that each request consumed (`ReturnConsumedCapacity`) and adds it up. The
 * emulator does not check signatures, so a request may be changed on its way.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Capacity {
  readUnits: number;
  writeUnits: number;
}

export interface CapacityProxy {
  readonly url: string;
  readonly consumed: Capacity;
  stop(): Promise<void>;
}

export async function capacityProxy(upstream: string): Promise<CapacityProxy> {
  const consumed: Capacity = { readUnits: 0, writeUnits: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = { ...JSON.parse(Buffer.concat(chunks).toString("utf8")), ReturnConsumedCapacity: "TOTAL" };
    const { "content-length": _length, host: _host, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(upstream, {
      method: "POST",
      headers: headers as Record<string, string>,
      body: JSON.stringify(asked),
    });
    const text = await answer.text();
    add(consumed, JSON.parse(text), String(request.headers["x-amz-target"]));
    response.writeHead(answer.status, { "Content-Type": "application/x-amz-json-1.0" }).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    consumed,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Consumed {
  readonly CapacityUnits?: number;
}

function add(total: Capacity, answer: { ConsumedCapacity?: Consumed | Consumed[] }, target: string): void {
  const parts = [answer.ConsumedCapacity ?? []].flat();
  const units = parts.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  if (/Get|Query/.test(target)) total.readUnits += units;
  else total.writeUnits += units;
}
