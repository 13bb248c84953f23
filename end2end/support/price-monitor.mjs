// A price-monitor service on the official Socket.IO server, that does what a story wants: for the stories in
// server/tests/stories/price_monitor.rs and those in a browser. Prints one JSON line per fact.
//
//   node price-monitor.mjs <node_modules folder> <port, 0 for any>        with the key in the variable STORY_KEY
//
// A job's name begins with what it does once somebody joins it (`flood-7`):
//
//   ok          three steps, then the end with prices
//   slow        one step; its status is answered only when the story says so
//   silent      one step, then nothing; how it ended is told to whoever asks for the status
//   malformed   a dozen things nobody can read, then one step and the end
//   flood       10,000 events a second until the line is cut, then silence; ended for whoever asks
//   telltale    its key in three disguises, as if the job had failed, then the end
//   disconnect  one step, then the line is cut; the end for whoever joins again
//   scripted    nothing but what the story says
//
// The story says it by `POST /control`: `{"mode": "flood"}` for the jobs started from now on, `{"key": "…"}` to want another
// key (that is the mode 401), `{"emit": ["room", "event", …args]}`, `{"status": {"jobId": …}}` to set an answer, `{"cut": true}`
// to drop every line, `{"hold": true}` to answer nobody who wants to start a job, `{"answer": true}` to answer what is slow or held,
// `{"busy": [429, "7"]}` to turn requests down with that status and `Retry-After`, `{"sid": true}` to name the next lines by the
// key. `GET /control` tells what has happened, the names of the requests (`idempotency-key`) among it.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, port] = process.argv.slice(2);
const { Server } = createRequire(join(modules, "anything.js"))("socket.io");

const tell = (fact) => process.stdout.write(JSON.stringify(fact) + "\n");

const story = { key: process.env.STORY_KEY ?? "", mode: "ok", begun: 0, hold: false };
const started = new Map();
const counts = { connections: 0, refusals: 0, joins: 0, leaves: 0, requests: 0 };
const statuses = new Map();
const waiting = [];

const modeOf = (job) => job.split("-")[0];

const status = (job, state, progress, rest = {}) => {
  const known = { jobId: job, status: state, progress, updatedAt: new Date().toISOString(), ...rest };
  statuses.set(job, { products: statuses.get(job)?.products ?? [], known });
  return known;
};

const prices = (job) => {
  const products = statuses.get(job)?.products ?? [];
  return { products: products.map(({ productId, priceCents, currency }) =>
    ({ productId, suggestedCents: Math.max(100, priceCents + 500), currency })) };
};

const ended = (job) => status(job, "completed", 100, { result: prices(job) });

// ---- What is asked over HTTP

const body = async (request) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? {} : JSON.parse(text);
};

const answer = (response, code, value) => {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
};

const begin = async (request, response) => {
  const { products = [] } = await body(request);
  const key = request.headers["idempotency-key"];
  if (!started.has(key)) {
    story.begun += 1;
    const job = `${story.mode}-${story.begun}`;
    statuses.set(job, { products, known: status(job, "pending", 0) });
    started.set(key, job);
  }
  const job = started.get(key);
  const say = () => answer(response, 201, statuses.get(job).known);
  tell({ fact: "started", job, products: products.length });
  if (story.hold) return waiting.push(say);
  say();
};

const show = (job, response) => {
  const found = statuses.get(job);
  if (!found) return answer(response, 404, { error: "no such job" });
  const say = () => answer(response, 200, statuses.get(job).known);
  if (modeOf(job) === "slow") {
    tell({ fact: "waiting", job });
    return waiting.push(say);
  }
  if (modeOf(job) === "silent" || modeOf(job) === "flood") ended(job);
  say();
};

const control = async (request, response) => {
  const orders = await body(request);
  if (orders.key !== undefined) story.key = orders.key;
  if (orders.mode) story.mode = orders.mode;
  if (orders.status) status(orders.status.jobId, orders.status.status, orders.status.progress, orders.status);
  if (orders.emit) {
    const [room, event, ...args] = orders.emit;
    io.to(room).emit(event, ...args);
  }
  if (orders.cut) for (const socket of io.sockets.sockets.values()) socket.conn.close();
  if (orders.busy !== undefined) story.busy = orders.busy;
  if (orders.sid !== undefined) story.sid = orders.sid;
  if (orders.hold !== undefined) story.hold = orders.hold;
  if (orders.answer) for (const say of waiting.splice(0)) say();
  answer(response, 200, { ...counts, keys: [...started.keys()], rooms: [...io.sockets.adapter.rooms.keys()] });
};

const http = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://here");
  if (pathname === "/control") return control(request, response);
  if (!pathname.startsWith("/api/import-jobs")) return answer(response, 404, { error: "nothing here" });
  counts.requests += 1;
  if (request.headers["x-api-key"] !== story.key) return answer(response, 401, { error: `bad key ${request.headers["x-api-key"]}` });
  if (story.busy) {
    const [code, seconds] = story.busy;
    response.setHeader("retry-after", seconds);
    return answer(response, code, { error: "too many requests" });
  }
  if (request.method === "POST") return begin(request, response);
  show(decodeURIComponent(pathname.split("/")[3] ?? ""), response);
});

// ---- What is told over Socket.IO

const io = new Server(http, { serveClient: false });

io.use((socket, next) => {
  const { apiKey } = socket.handshake.auth;
  const header = socket.handshake.headers["x-api-key"];
  if (apiKey === story.key && header === story.key) {
    if (story.sid) socket.id = story.key;
    return next();
  }
  counts.refusals += 1;
  tell({ fact: "refused" });
  // A careless service repeats what it was told.
  next(new Error(`unauthorized: ${apiKey}`));
});

const garbage = (socket, job) => {
  const nested = [...Array(60)].reduce((inner) => ({ data: inner }), {});
  const things = [
    [], [null], [42], ["{broken"], [[job]], [{}], [{ jobId: null }], [{ jobId: "../../etc" }], [{ jobId: { $ne: 1 } }],
    [{ jobId: job, progress: "NaN", status: 7, updatedAt: "never", error: [] }], [nested], [Buffer.from([1, 2, 3])],
    [{ jobId: job, note: story.key }], [{ jobId: job, progress: -1e308 }], [{ jobId: "x".repeat(100_000) }],
  ];
  for (const args of things) socket.emit("import-job-progress", ...args);
};

const telltale = (socket, job) => {
  const known = (error) => ({ jobId: job, status: "failed", error });
  const escaped = `\\u${story.key.charCodeAt(0).toString(16).padStart(4, "0")}${story.key.slice(1)}`;
  socket.emit("import-job-failed", JSON.stringify(known(`I know ${story.key}`)).replace(story.key, escaped));
  socket.emit("import-job-failed", known(`I know ${story.key[0]}\n${story.key.slice(1)}`));
  socket.emit("import-job-failed", known(`${"x".repeat(495)}${story.key}`));
  socket.emit("import-job-completed", ended(job));
};

const flood = (socket, job) => {
  let sent = 0;
  const timer = setInterval(() => {
    if (!socket.connected) return clearInterval(timer);
    for (let n = 0; n < 100; n += 1, sent += 1) {
      socket.emit("import-job-progress", status(job, "processing", sent % 100));
    }
  }, 10);
};

const play = {
  ok(socket, job) {
    for (const percent of [25, 50, 75]) socket.emit("import-job-progress", status(job, "processing", percent));
    socket.emit("import-job-completed", ended(job));
  },
  slow: (socket, job) => socket.emit("import-job-progress", status(job, "processing", 10)),
  silent: (socket, job) => socket.emit("import-job-progress", status(job, "processing", 10)),
  malformed(socket, job) {
    garbage(socket, job);
    socket.emit("import-job-progress", job, 60);
    socket.emit("import-job-completed", JSON.stringify(ended(job)));
  },
  flood,
  telltale,
  disconnect(socket, job) {
    if (statuses.get(job)?.known.progress === 10) return socket.emit("import-job-completed", ended(job));
    socket.emit("import-job-progress", status(job, "processing", 10));
    setImmediate(() => socket.conn.close());
  },
  scripted() {},
};

io.on("connection", (socket) => {
  counts.connections += 1;
  tell({ fact: "connected", connections: counts.connections });
  socket.on("join-import-job", ({ jobId }) => {
    counts.joins += 1;
    socket.join(jobId);
    tell({ fact: "joined", job: jobId });
    // Whoever floods once does not do so for ever.
    const again = modeOf(jobId) === "flood" && statuses.get(jobId)?.known.progress > 0;
    if (!again) play[modeOf(jobId)]?.(socket, jobId);
  });
  socket.on("leave-import-job", ({ jobId }) => {
    counts.leaves += 1;
    socket.leave(jobId);
    tell({ fact: "left", job: jobId });
  });
});

http.listen(Number(port), "127.0.0.1", () => tell({ fact: "listening", port: http.address().port }));
