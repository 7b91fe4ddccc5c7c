// Drives the official client for the tests: JSON lines in, JSON lines out.
//
//   {"id": 1, "op": "connect", "token": "…", "options": {…}}            → the client, once `initialized`
//   {"id": 2, "op": "call", "ref": 1, "method": "getUser", "args": [..]} → what the method resolves to
//   {"id": 3, "op": "read", "ref": 4}                                    → the object's properties as they are now
//   {"id": 4, "op": "listen", "ref": 4, "events": ["updated"]}           → its events are reported from now on
//
// Every line in gets one line out, {"id", "value"} or {"id", "error"}; events arrive between them as {"event", "ref", "payload"}.
// Objects of the client stay here and travel as {"$ref", "$kind", "properties"}; {"$ref"} names one in arguments, and
// {"$bytes": base64} stands for a Buffer. Dates travel as {"$date"}, Maps as plain objects.
'use strict';

// Standard output belongs to the protocol; the client's own logging must be redirected before it is loaded.
for (const level of ['log', 'info', 'debug', 'trace', 'warn']) console[level] = console.error;

const readline = require('node:readline');
const chat = require('twilio-chat');

const PROPERTIES = {
  Client: ['connectionState', 'version', 'user'],
  Channel: [
    'sid', 'status', 'type', 'uniqueName', 'isPrivate', 'friendlyName', 'dateUpdated', 'dateCreated', 'createdBy',
    'attributes', 'lastConsumedMessageIndex', 'lastMessage', 'notificationLevel', 'state',
  ],
  ChannelDescriptor: [
    'sid', 'uniqueName', 'friendlyName', 'attributes', 'createdBy', 'dateCreated', 'dateUpdated', 'messagesCount',
    'membersCount', 'lastConsumedMessageIndex', 'status', 'type', 'isPrivate', 'notificationLevel',
  ],
  Media: ['sid', 'filename', 'contentType', 'size'],
  Member: [
    'channel', 'sid', 'attributes', 'dateCreated', 'dateUpdated', 'identity', 'isTyping', 'lastConsumedMessageIndex',
    'lastConsumptionTimestamp', 'roleSid', 'type',
  ],
  Message: [
    'channel', 'sid', 'author', 'body', 'dateUpdated', 'index', 'lastUpdatedBy', 'dateCreated', 'attributes', 'type',
    'media', 'memberSid',
  ],
  PushNotification: ['title', 'body', 'sound', 'badge', 'action', 'type', 'data'],
  User: ['identity', 'attributes', 'friendlyName', 'online', 'notifiable', 'isSubscribed'],
  UserDescriptor: ['identity', 'friendlyName', 'attributes', 'online', 'notifiable'],
};

const PAGE = ['items', 'hasNextPage', 'hasPrevPage'];

const CLIENT_EVENTS = [
  'channelAdded', 'channelInvited', 'channelJoined', 'channelLeft', 'channelRemoved', 'channelUpdated',
  'memberJoined', 'memberLeft', 'memberUpdated', 'messageAdded', 'messageRemoved', 'messageUpdated',
  'tokenAboutToExpire', 'tokenExpired', 'typingEnded', 'typingStarted', 'pushNotification',
  'userSubscribed', 'userUnsubscribed', 'userUpdated', 'stateChanged', 'connectionStateChanged', 'connectionError',
];

const objects = new Map();
const refs = new Map();

function write(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

function refOf(object) {
  if (!refs.has(object)) {
    refs.set(object, refs.size + 1);
    objects.set(refs.get(object), object);
  }
  return refs.get(object);
}

function objectOf(ref) {
  if (!objects.has(ref)) throw new Error(`no object has the reference ${ref}`);
  return objects.get(ref);
}

function kindOf(value) {
  for (const kind of Object.keys(PROPERTIES)) if (value instanceof chat[kind]) return kind;
  // Message and member pages have a class of their own that is not exported.
  return Array.isArray(value.items) && typeof value.hasNextPage === 'boolean' ? 'Paginator' : null;
}

// `depth` says how many levels of objects are written with their properties; the next is a bare reference.
function encode(value, depth) {
  if (value === undefined || value === null || typeof value === 'function') return null;
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, encode(item, depth)]));
  if (value instanceof Error) return describe(value);
  if (Array.isArray(value)) return value.map(item => encode(item, depth));
  const kind = kindOf(value);
  if (kind === null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, depth)]));
  const encoded = { $ref: refOf(value), $kind: kind };
  if (kind === 'Paginator') {
    encoded.properties = Object.fromEntries(PAGE.map(name => [name, encode(value[name], depth)]));
  } else if (depth > 0) {
    encoded.properties = Object.fromEntries(PROPERTIES[kind].map(name => [name, encode(value[name], depth - 1)]));
  }
  return encoded;
}

function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== 'object') return value;
  if ('$ref' in value) return objectOf(value.$ref);
  if ('$bytes' in value) return Buffer.from(value.$bytes, 'base64');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
}

function describe(error) {
  const { name, message, status, code } = error ?? {};
  return { name: name ?? 'Error', message: message ?? String(error), status: status ?? null, code: code ?? null };
}

function listen(object, events) {
  const ref = refOf(object);
  for (const event of events) object.on(event, payload => write({ event, ref, payload: encode(payload, 1) }));
}

function connect({ token, options }) {
  return new Promise((resolve, reject) => {
    const client = new chat.Client(token, options);
    client.on('stateChanged', state => {
      if (state === 'initialized') resolve(client);
    });
    client.on('connectionError', problem => {
      if (problem.terminal) reject(Object.assign(new Error(problem.message), { status: problem.httpStatusCode, code: problem.errorCode }));
    });
    listen(client, CLIENT_EVENTS);
  });
}

const operations = {
  connect,
  call: ({ ref, method, args }) => objectOf(ref)[method](...args.map(decode)),
  read: ({ ref }) => objectOf(ref),
  listen: ({ ref, events }) => listen(objectOf(ref), events),
};

async function answer(line) {
  const command = JSON.parse(line);
  try {
    write({ id: command.id, value: encode(await operations[command.op](command), 1) });
  } catch (error) {
    write({ id: command.id, error: describe(error) });
  }
}

process.on('uncaughtException', error => write({ fault: describe(error) }));
process.on('unhandledRejection', error => write({ fault: describe(error) }));
readline.createInterface({ input: process.stdin }).on('line', answer).on('close', () => process.exit(0));
