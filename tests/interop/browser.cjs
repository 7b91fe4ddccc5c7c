// Drives a Chromium for the tests: JSON lines in, JSON lines out, every line in with an "id" that its answer repeats.
//
//   node browser.cjs <executable> <library folder or "">
//
//   {"op": "open", "tab": 1, "profile": "alice", "address": "http"} → done once the page with the client is loaded
//   {"op": "open", …, "address": "file" | "conversations"}          → the same from the disk; with the other product
//   {"op": "open", "tab": 1, "profile": "alice", "address": "http://…"}  → any other page, without `bridge.js`
//   {"op": "titled" | "shows", "tab": 1, "title" | "text": "…"}     → done once the page has that title, shows that text
//   {"op": "hides" | "prompted", "tab": 1, "text": "…"}             → done once it does not; once a field asks for that
//   {"op": "submit", "tab": 1, "text": "…"}                         → the text is typed into the page's form and sent
//   {"op": "resize", "tab": 1, "width": 360, "height": 640}         → the window has that size, in pixels
//   {"op": "overflow", "tab": 1}                                    → "pixels" by which anything is wider than its place
//   {"op": "reload" | "close", "tab": 1}
//   {"op": "offline", "tab": 1, "value": true}                      → the whole profile goes offline, or online again
//   {"op": "run", "tab": 1, "command": {…}}                         → a command of `bridge.js`, run in the page
//   {"op": "reset"}                                                 → all tabs are closed, all profiles forgotten
//
// Tabs of one profile share storage and network, as those of one user do. Events and faults arrive with their "tab".
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const readline = require('node:readline');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

// All that a page may ask for, with the type it is served as.
const SERVED = {
  '/page.html': 'text/html; charset=utf-8',
  '/conversations.html': 'text/html; charset=utf-8',
  '/bridge.js': 'text/javascript; charset=utf-8',
  '/node_modules/twilio-chat/builds/twilio-chat.min.js': 'text/javascript; charset=utf-8',
  '/conversations-package/node_modules/@twilio/conversations/builds/twilio-conversations.min.js':
    'text/javascript; charset=utf-8',
};

function write(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

function serve(request, response) {
  const type = SERVED[request.url];
  if (type === undefined) {
    response.writeHead(404).end();
  } else {
    response.writeHead(200, { 'content-type': type });
    fs.createReadStream(path.join(__dirname, request.url)).pipe(response);
  }
}

// Runs in the page.
function widest() {
  const scrolling = [...document.querySelectorAll('*')].filter(
    element => element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX),
  );
  return Math.max(...scrolling.map(element => element.scrollWidth - element.clientWidth));
}

async function main([executablePath, libraries]) {
  const server = http.createServer(serve);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const addresses = {
    http: `http://127.0.0.1:${server.address().port}/page.html`,
    file: pathToFileURL(path.join(__dirname, 'page.html')).href,
    conversations: `http://127.0.0.1:${server.address().port}/conversations.html`,
  };
  const env = libraries === '' ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  // The profile folder is fresh: it is made for this run and removed after it.
  const browser = await chromium.launch({ executablePath, env, headless: true, args: FLAGS });
  const profiles = new Map();
  const tabs = new Map();

  async function open({ tab, profile, address }) {
    if (!profiles.has(profile)) profiles.set(profile, browser.newContext());
    const page = await (await profiles.get(profile)).newPage();
    tabs.set(tab, page);
    page.on('pageerror', error => write({ tab, fault: { message: error.message } }));
    page.on('crash', () => write({ tab, fault: { message: 'the page crashed' } }));
    await page.exposeFunction('reportToTest', line => write({ tab, ...line }));
    await page.goto(addresses[address] ?? address);
  }

  async function reset() {
    const open = await Promise.all(profiles.values());
    profiles.clear();
    tabs.clear();
    await Promise.all(open.map(context => context.close()));
  }

  const operations = {
    open,
    reload: ({ tab }) => tabs.get(tab).reload(),
    close: ({ tab }) => tabs.get(tab).close(),
    offline: ({ tab, value }) => tabs.get(tab).context().setOffline(value),
    titled: ({ tab, title }) => tabs.get(tab).waitForFunction(wanted => document.title === wanted, title),
    shows: ({ tab, text }) => tabs.get(tab).getByText(text, { exact: true }).waitFor(),
    hides: ({ tab, text }) => tabs.get(tab).getByText(text, { exact: true }).waitFor({ state: 'hidden' }),
    prompted: ({ tab, text }) => tabs.get(tab).getByPlaceholder(text, { exact: true }).waitFor(),
    submit: async ({ tab, text }) => {
      await tabs.get(tab).locator('input').fill(text);
      await tabs.get(tab).locator('button').click();
    },
    resize: ({ tab, width, height }) => tabs.get(tab).setViewportSize({ width, height }),
    overflow: async ({ tab }) => ({ pixels: await tabs.get(tab).evaluate(widest) }),
    run: ({ tab, command }) => tabs.get(tab).evaluate(inPage => window.bridge.run(inPage), command),
    reset,
  };

  readline
    .createInterface({ input: process.stdin })
    .on('line', async line => {
      const { id, ...command } = JSON.parse(line);
      try {
        const answer = await operations[command.op](command);
        write({ id, ...(['run', 'overflow'].includes(command.op) ? answer : {}) });
      } catch (error) {
        write({ id, error: { message: error.message, status: null, code: null } });
      }
    })
    .on('close', async () => {
      await browser.close();
      process.exit(0);
    });
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
