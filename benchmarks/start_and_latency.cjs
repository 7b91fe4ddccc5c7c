// The official client for start_and_latency.py: answers each line with a line of milliseconds.
const path = require("node:path");
const readline = require("node:readline");
const Chat = require(path.join(__dirname, "..", "tests", "interop", "node_modules", "twilio-chat"));
const Client = Chat.Client ?? Chat.default.Client ?? Chat;

const [baseUrl, ownToken, ...tokens] = process.argv.slice(2);

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

async function start(token) {
  const before = performance.now();
  await open(token); // stays open: closing it right away makes the official client throw
  return performance.now() - before;
}

async function send(channel, count) {
  const latencies = [];
  for (let number = 0; number < count; number += 1) {
    const heard = new Promise((resolve) => channel.once("messageAdded", resolve));
    const before = performance.now();
    await channel.sendMessage(`message ${number}`);
    await heard;
    latencies.push(performance.now() - before);
  }
  return latencies;
}

async function main() {
  const client = await open(ownToken);
  const channel = await client.createChannel({ uniqueName: "latency-official" });
  await channel.join();
  await channel.getMessages(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [what, count] = line.split(" ");
    const measured = what === "start" ? [await start(tokens.pop())] : await send(channel, Number(count));
    console.log(measured.join(" "));
  }
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
