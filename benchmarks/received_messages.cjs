// The official client as a receiver for received_messages.py: for each line on standard input
// prints its CPU seconds for COUNT messages.
const path = require("node:path");
const modules = path.join(__dirname, "..", "tests", "interop", "node_modules");
const Chat = require(path.join(modules, "twilio-chat"));

const [baseUrl, token, count] = process.argv.slice(2);
const wanted = Number(count);
const host = baseUrl.replace(/^http/, "ws");

async function main() {
  const Client = Chat.Client ?? Chat.default.Client ?? Chat;
  const client = new Client(token, {
    Twilsock: { uri: `${host}/v3/wsconnect` },
    Chat: { apiUri: baseUrl },
    cdsUri: baseUrl,
    notifications: { ersUrl: `${baseUrl}/v1/registrations` },
  });
  await new Promise((resolve, reject) => {
    client.on("stateChanged", (state) => state === "initialized" && resolve());
    client.on("stateChanged", (state) => state === "failed" && reject(new Error("the official client cannot start")));
  });
  const channel = await client.getChannelByUniqueName("bench");
  await channel.join();
  await channel.getMessages(1);
  let seen = 0;
  let done = () => {};
  channel.on("messageAdded", () => {
    seen += 1;
    if (seen % wanted === 0) done();
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  process.stdin.on("end", () => process.exit(0));
  process.stdin.on("data", async () => {
    const received = new Promise((resolve) => {
      done = resolve;
    });
    const before = process.cpuUsage();
    console.log("started");
    await received;
    const used = process.cpuUsage(before);
    console.log((used.user + used.system) / 1e6);
  });
  console.log("ready");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
