// The official clients, for the benchmarks beside this file: node official_client.cjs PRODUCT TASK BASE_URL TOKEN …
//
// Each task says "ready", and answers each line on its standard input.
"use strict";

// Standard output belongs to the answers.
for (const level of ["log", "info", "debug", "trace", "warn"]) console[level] = console.error;

const path = require("node:path");
const readline = require("node:readline");

const INTEROP = path.join(__dirname, "..", "tests", "interop");
const PRODUCTS = {
  chat: {
    package: path.join(INTEROP, "node_modules", "twilio-chat"),
    create: (client, uniqueName) => client.createChannel({ uniqueName }),
    find: (client, uniqueName) => client.getChannelByUniqueName(uniqueName),
    joined: (client) => client.getSubscribedChannels(),
  },
  conversations: {
    package: path.join(INTEROP, "conversations-package", "node_modules", "@twilio", "conversations"),
    create: (client, uniqueName) => client.createConversation({ uniqueName }),
    find: (client, uniqueName) => client.getConversationByUniqueName(uniqueName),
    joined: (client) => client.getSubscribedConversations(),
  },
};

const [name, task, baseUrl, token, ...rest] = process.argv.slice(2);
const product = PRODUCTS[name];
const { Client } = require(product.package);

const say = (line) => process.stdout.write(`${line}\n`);
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const residentKib = () => {
  global.gc();
  return process.memoryUsage().rss / 1024;
};
const lines = () => readline.createInterface({ input: process.stdin });

function open(token) {
  const client = new Client(token, {
    Twilsock: { uri: `${baseUrl.replace(/^http/, "ws")}/v3/wsconnect` },
    Chat: { apiUri: baseUrl },
    cdsUri: baseUrl,
    notifications: { ersUrl: `${baseUrl}/v1/registrations` },
  });
  return new Promise((resolve, reject) => {
    client.on("stateChanged", (state) => state === "initialized" && resolve(client));
    client.on("stateChanged", (state) => state === "failed" && reject(new Error("the official client cannot start")));
  });
}

// `join` returns before the messages are subscribed to, and nothing says when they are.
async function join(room) {
  await room.join();
  await room.getMessages(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function pages(first, most, each) {
  let page = await first;
  let seen = 0;
  for (;;) {
    for (const item of page.items) each(item);
    seen += page.items.length;
    if (!page.hasNextPage || seen >= most) return seen;
    page = await page.nextPage();
  }
}

const TASKS = {
  // For each line the CPU seconds for COUNT messages.
  async receive(count) {
    const wanted = Number(count);
    const room = await product.find(await open(token), "bench");
    await join(room);
    let seen = 0;
    let done = () => {};
    room.on("messageAdded", () => {
      seen += 1;
      if (seen % wanted === 0) done();
    });
    say("ready");
    for await (const _ of lines()) {
      const received = new Promise((resolve) => {
        done = resolve;
      });
      const before = cpuSeconds();
      say("started");
      await received;
      say(cpuSeconds() - before);
    }
  },

  // "start" or "send COUNT": the CPU seconds, and how many milliseconds each took.
  async contend(...tokens) {
    const room = await product.create(await open(token), `latency-official-${name}`);
    await join(room);
    say("ready");
    for await (const line of lines()) {
      const [what, count] = line.split(" ");
      const before = cpuSeconds();
      const taken = what === "start" ? [await start(tokens.pop())] : await send(room, Number(count));
      say([cpuSeconds() - before, ...taken].join(" "));
    }
  },

  // For a line: seconds, CPU seconds and KiB that starting takes until COUNT rooms, joined before, are there.
  async rooms(count) {
    say("ready");
    for await (const _ of lines()) {
      const before = [performance.now() / 1000, cpuSeconds(), residentKib()];
      const client = await open(token);
      const seen = await pages(product.joined(client), Number(count), () => {});
      if (seen !== Number(count)) throw new Error(`${seen} rooms are there`);
      const after = [performance.now() / 1000, cpuSeconds(), residentKib()];
      say(after.map((value, index) => value - before[index]).join(" "));
    }
  },

  // For a line: KiB of each of COUNT messages held.
  async hold(count) {
    const room = await product.find(await open(token), "full");
    await room.getMessages(1);
    say("ready");
    for await (const _ of lines()) {
      const held = [];
      const before = residentKib();
      await pages(room.getMessages(100, 0, "forward"), Number(count), (message) => held.push(message));
      if (held.length !== Number(count)) throw new Error(`${held.length} messages are there`);
      say((residentKib() - before) / held.length);
    }
  },
};

async function start(token) {
  const before = performance.now();
  await open(token); // stays open: closing it right away makes the official client throw
  return performance.now() - before;
}

async function send(room, count) {
  const latencies = [];
  for (let number = 0; number < count; number += 1) {
    const heard = new Promise((resolve) => room.once("messageAdded", resolve));
    const before = performance.now();
    await room.sendMessage(`message ${number}`);
    await heard;
    latencies.push(performance.now() - before);
  }
  return latencies;
}

TASKS[task](...rest).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
