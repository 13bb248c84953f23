// The official server, set up for the stories in official_server.rs. Prints one JSON line per fact.
// Arguments: node_modules folder, port (0 for any), ping interval and ping time-out in milliseconds.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";

const [modules, port, pingInterval, pingTimeout] = process.argv.slice(2);
const { Server } = createRequire(join(modules, "anything.js"))("socket.io");

const tell = (fact) => process.stdout.write(JSON.stringify(fact) + "\n");

const { STORY_CERTIFICATE: cert, STORY_KEY: key } = process.env;
const http = cert ? createSecureServer({ cert, key }) : createServer();
const io = new Server(http.listen(Number(port)), {
  pingInterval: Number(pingInterval),
  pingTimeout: Number(pingTimeout),
  serveClient: false,
});

const readable = (value) => (Buffer.isBuffer(value) ? { bytes: [...value] } : value);

const welcome = (socket) => {
  tell({ fact: "joined", namespace: socket.nsp.name, auth: socket.handshake.auth });
  socket.emit("hello", socket.handshake.auth, socket.handshake.headers["x-story"] ?? null);
  socket.on("echo", (...args) => socket.emit("echoed", ...args));
  socket.on("sum", (numbers, reply) => reply(numbers.reduce((a, b) => a + b, 0)));
  socket.on("answer with", (args, reply) => reply(...args));
  socket.on("silence", () => {});
  socket.on("flood", (count) => {
    for (let n = 0; n < count; n += 1) socket.emit("drop", n);
  });
  socket.on("binary", () => {
    socket.emit("picture", Buffer.from("first"), { nested: Buffer.from("second") });
    socket.emit("after the picture");
  });
  socket.on("echo bytes", (...args) => args.pop()(...args));
  socket.on("ask me", () => {
    socket.emit("question", "why?", (...args) => tell({ fact: "answered", args: args.map(readable) }));
  });
  let tries = 0;
  socket.on("third time lucky", (reply) => {
    tries += 1;
    if (tries >= 3) reply(tries);
  });
  socket.on("send me away", () => socket.disconnect());
  socket.on("hang up", () => socket.disconnect(true));
  socket.on("disconnect", (reason) => tell({ fact: "left", reason }));
};

io.on("connection", welcome);
io.of("/members").on("connection", welcome);
io.of("/closed").use((_, next) => {
  const refusal = new Error("session ended");
  refusal.data = { code: "session_expired", retry: "login" };
  next(refusal);
});

tell({ fact: "listening", port: http.address().port });
