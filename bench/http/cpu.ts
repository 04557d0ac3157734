/** Loaded into a server in front of its program: says how much CPU time, in microseconds, the process has used when it is asked. */
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
// Whoever asks does not keep the server from ending.
process.channel?.unref();
