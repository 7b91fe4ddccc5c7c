// The official client for start_and_latency.py: a line of start-up times and a line of latencies, in milliseconds.
const path = require("node:path");
const Chat = require(path.join(__dirname, "..", "tests", "interop", "node_modules", "twilio-chat"));
const Client = Chat.Client ?? Chat.default.Client ?? Chat;

const [baseUrl, messages, ...tokens] = process.argv.slice(2);

function open(token) {
  const client = new Client(token, {
    Twilsock: { uri: `${baseUrl.replace(/^http/, "ws")}/v3/wsconnect` },
    Chat: { apiUri: baseUrl },
    cdsUri: baseUrl,
    notifications: { ersUrl: `${baseUrl}/v1/registrations` },
  });
  return new Promise((resolve) => client.on("stateChanged", (state) => state === "initialized" && resolve(client)));
}

async function main() {
  const starts = [];
  for (const token of tokens.slice(1)) {
    const before = performance.now();
    await open(token); // stays open: closing it right away makes the official client throw
    starts.push(performance.now() - before);
  }
  const client = await open(tokens[0]);
  const channel = await client.createChannel({ uniqueName: "latency-official" });
  await channel.join();
  await channel.getMessages(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const latencies = [];
  for (let number = 0; number < Number(messages); number += 1) {
    const heard = new Promise((resolve) => channel.once("messageAdded", resolve));
    const before = performance.now();
    await channel.sendMessage(`message ${number}`);
    await heard;
    latencies.push(performance.now() - before);
  }
  console.log(starts.join(" "));
  console.log(latencies.join(" "));
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
