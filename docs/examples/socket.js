// With the official socket.io-client; outside a browser it needs the cookie of the session.
const socket = io(bulletin, { extraHeaders: { cookie } });
socket.on("jobUpdate", (update) => {
  console.log(update.status, `${update.progress.percent} %`);
  if (["COMPLETED", "FAILED", "CANCELLED"].includes(update.status)) socket.close();
});
const joined = await socket.emitWithAck("joinRoom", { room: `job:${job}` });
if (joined.err) throw new Error(joined.err.message);
