/** DynamoDB Local: Amazon's own emulator, from Maven. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { AWS_ENV, clientOptions } from "./aws-env.ts";
import { type EmulatorKind, type Environment, NAME, type Place } from "./emulator.ts";
import { cacheFolder, exists, findJava, NO_JAVA } from "./parts.ts";

/** The newest in Maven Central; 3.x comes as an archive and an image only. */
export const DYNAMODB_LOCAL_VERSION = "2.6.1";

/** What reads `serverConfiguration`: of the version of the Jetty that comes with DynamoDB Local. */
export const JETTY_XML_VERSION = "12.0.14";

/** Where its jars are, or will be. */
export function dynamodbLocalFolder(env: Environment): string {
  return join(cacheFolder(env), `dynamodb-local-${DYNAMODB_LOCAL_VERSION}-jetty-xml`);
}

/**
 * What its own `ServerRunner` does for `-inMemory -sharedDb`, but on loopback only: that one listens to the whole network
 * and has no option for it. And nothing here sets up the telemetry. The arguments of the handlers are, in order, the port,
 * in memory, the folder, one database whatever the region and the credentials, delayed table states; and CORS.
 */
function serverConfiguration({ port, folder, isLasting = false }: Place): string {
  return `<?xml version="1.0"?>
<!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
<Configure id="Server" class="org.eclipse.jetty.server.Server">
  <Call name="addConnector"><Arg>
    <New class="org.eclipse.jetty.server.ServerConnector">
      <Arg><Ref refid="Server"/></Arg>
      <Set name="host">127.0.0.1</Set>
      <Set name="port" type="int">${port}</Set>
    </New>
  </Arg></Call>
  <Set name="handler"><New class="org.eclipse.jetty.server.handler.ContextHandler">
    <Set name="handler"><New class="com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler">
      <Arg><New class="com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler">
        <Arg type="int">0</Arg>
        <Arg type="boolean">${!isLasting}</Arg>
        ${isLasting ? `<Arg>${folder}</Arg>` : "<Arg/>"}
        <Arg type="boolean">true</Arg>
        <Arg type="boolean">false</Arg>
      </New></Arg>
      <Arg/>
    </New></Set>
  </New></Set>
</Configure>
`;
}

export const dynamodb: EmulatorKind = {
  service: "dynamodb",
  title: "DynamoDB Local",
  endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB",
  endpointOf: (value) => value,
  env: (endpoint) => ({ ...AWS_ENV, AWS_ENDPOINT_URL_DYNAMODB: endpoint }),
  healthPath: "/",
  native: async (env) => {
    const java = await findJava(env);
    if (java === undefined) return NO_JAVA;
    const folder = dynamodbLocalFolder(env);
    if (!(await exists(folder))) {
      return { missing: `it is not in ${folder}`, remedy: "npm run emulators -- --install dynamodb" };
    }
    return {
      run: async (place) => {
        const configuration = join(place.folder, "server.xml");
        await writeFile(configuration, serverConfiguration(place));
        const jars = ["-cp", join(folder, "*")];
        const main = "org.eclipse.jetty.xml.XmlConfiguration";
        return { command: java, args: [`-Djava.library.path=${folder}`, ...jars, main, configuration] };
      },
    };
  },
  docker: {
    image: `amazon/dynamodb-local:${DYNAMODB_LOCAL_VERSION}`,
    port: 8000,
    args: () => ["-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb", "-disableTelemetry"],
  },
  prepare: createTable,
};

async function createTable(endpoint: string, env: Environment): Promise<void> {
  const client = new DynamoDBClient(clientOptions(endpoint, env));
  const keys = ["pk", "sk"] as const;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: NAME,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
}
