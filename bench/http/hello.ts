/** What is compared with: Hono says hello, on the server that ours runs on. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono();
app.get("/", (c) => c.text("Hello"));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  console.log(JSON.stringify({ event: "listening", address: `http://127.0.0.1:${port}` }));
});
