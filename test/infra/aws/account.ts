/** A server on this machine in place of AWS: it answers every question with one function. */
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface XmlAnswer {
  readonly status: number;
  readonly body: string;
}

/** Its address, until the test is over. `answer` is given the parameters of a question in the query protocol. */
export async function account(answer: (question: Readonly<Record<string, string>>) => XmlAnswer): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(Object.fromEntries(new URLSearchParams(await text(request))));
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

export function refusal(status: number, code: string, message: string): XmlAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, body: `<ErrorResponse>${error}</ErrorResponse>` };
}
