// Drives the official client in Node for the tests: JSON lines in, JSON lines out. The argument names its package, which
// is installed in the working directory.
//
// Every line in is a command of `bridge.js` with an "id"; every one gets one line out with that "id".
// Events and faults (whatever was thrown and not caught) arrive between them.
'use strict';

// Standard output belongs to the protocol; the client's own logging must be redirected before it is loaded.
for (const level of ['log', 'info', 'debug', 'trace', 'warn']) console[level] = console.error;

const readline = require('node:readline');
const chat = require(require.resolve(process.argv[2], { paths: [process.cwd()] }));
const { makeBridge } = require('./bridge.js');

function write(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

const bridge = makeBridge(chat, write);

process.on('uncaughtException', error => write({ fault: bridge.describe(error) }));
process.on('unhandledRejection', error => write({ fault: bridge.describe(error) }));
readline
  .createInterface({ input: process.stdin })
  .on('line', async line => {
    const { id, ...command } = JSON.parse(line);
    write({ id, ...(await bridge.run(command)) });
  })
  .on('close', () => process.exit(0));
