import { hostileSuite } from "./suite.ts";
import { hostileMemory, hostileSqlite } from "./targets.ts";

hostileSuite(hostileMemory);
hostileSuite(hostileSqlite);
