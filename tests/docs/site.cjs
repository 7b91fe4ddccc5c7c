// Opens every page of the site in a Chromium, in a wide and in a narrow window, and says what is wrong with it.
//
//   node site.cjs <executable> <library folder or ""> <site>
//
// Writes one JSON document: {"pages": how many, "complaints": ["page: what is wrong", …]}. Whatever the browser does, it
// comes to an end: each step has its time, and where it takes longer, the page and the step are named.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { chromium } = require('playwright-core');

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const STEP_SECONDS = 120;
const ALL_SECONDS = 900;
const WINDOWS = [{ width: 1280, height: 900 }, { width: 360, height: 640 }];
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

function pagesOf(site) {
  const files = fs.readdirSync(site, { recursive: true }).map(file => file.split(path.sep).join('/'));
  return files.filter(file => file.endsWith('.html')).sort();
}

function serve(site, request, response) {
  const name = decodeURIComponent(new URL(request.url, 'http://site').pathname);
  const file = path.join(site, name);
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) {
    response.writeHead(404).end();
  } else {
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=600' });
    fs.createReadStream(file).pipe(response);
  }
}

// Evaluations have no time limit of their own, and wait for ever for a page that has crashed.
async function within(what, step) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${STEP_SECONDS} s`)), STEP_SECONDS * 1000);
  });
  try {
    return await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
  }
}

// Runs in the page: whatever sticks out of the window, although nothing around it scrolls.
function sticksOut() {
  const width = document.documentElement.clientWidth;
  const scrolls = element => {
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (around !== document.body && getComputedStyle(around).overflowX !== 'visible') return true;
    }
    return false;
  };
  const found = [...document.querySelectorAll('.md-content *')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.right > width + 1 && !scrolls(element);
  });
  const whole = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
  return [...whole, ...found.slice(0, 3).map(element => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`)];
}

async function inspect(page, address, note) {
  const { width } = page.viewportSize();
  await within(`loading at ${width}`, page.goto(address, { waitUntil: 'load', timeout: 0 }));
  for (const what of await within(`looking at ${width}`, page.evaluate(sticksOut))) note(`at ${width}: ${what}`);
}

async function main([executablePath, libraries, site]) {
  const server = http.createServer((request, response) => serve(site, request, response));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const env = libraries === '' ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  const browser = await chromium.launch({ executablePath, env, headless: true, args: FLAGS, timeout: STEP_SECONDS * 1000 });
  const complaints = [];
  let name = '';
  const note = what => complaints.push(`${name} ${what}`);
  const tabs = [];
  const context = await within('opening a window', browser.newContext()); // one, so that what is read is kept for both
  for (const viewport of WINDOWS) {
    // A tab for each: one whose window is made smaller and larger again and again stops some day.
    const page = await within('opening a tab', context.newPage());
    await within('the size of a tab', page.setViewportSize(viewport));
    page.on('crash', () => note('crashed'));
    page.on('pageerror', error => note(error.message));
    page.on('console', message => {
      if (message.type() === 'error') note(`${message.text()} ${message.location().url}`);
    });
    tabs.push(page);
  }
  const pages = pagesOf(site);
  for (name of pages) {
    try {
      if (process.uptime() > ALL_SECONDS) throw new Error(`was not reached within ${ALL_SECONDS} s`);
      for (const page of tabs) await inspect(page, `http://127.0.0.1:${server.address().port}/${name}`, note);
    } catch (error) {
      note(error.message);
      break; // a browser that stopped once is not waited for again
    }
  }
  process.stdout.write(JSON.stringify({ pages: pages.length, complaints }), () => {
    // Neither a browser that does not close nor a connection that it left open keeps this from ending.
    setTimeout(() => process.exit(0), 5000).unref();
    server.close();
    server.closeAllConnections();
    browser.close().catch(() => {});
  });
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
