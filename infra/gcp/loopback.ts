/**
 * Loaded before the functions framework, which cannot be told on which address to listen: on this machine alone, and the port
 * that it got is told to whoever started it. When that one is gone, so is the framework.
 */
import { type AddressInfo, Server } from "node:net";

const { listen } = Server.prototype;

Server.prototype.listen = function listenOnLoopback(this: Server, port: unknown, listening?: () => void): Server {
  this.once("listening", () => process.send?.({ port: (this.address() as AddressInfo).port }));
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, listening);
} as Server["listen"];

process.once("disconnect", () => process.exit());
