// Makes the official client drivable from outside: commands in, answers and events out, all plain JSON.
// The same file serves Node (`driver.cjs` requires it) and pages (`page.html` loads it behind the client's own script).
//
//   {"op": "connect", "token": "…", "options": {…}}              → the client, once `initialized`
//   {"op": "call", "ref": "…", "method": "getUser", "args": […]} → what the method resolves to
//   {"op": "read", "ref": "…"}                                   → the object's properties as they are now
//   {"op": "listen", "ref": "…", "events": ["updated"]}          → its events are reported from now on
//   {"op": "static", "method": "parsePushNotification", "args"}  → what the class method of the client returns
//   {"op": "fetch", "url": "…"}                                  → status, type and content behind a URL
//   {"op": "stored"}                                             → keys of a page's session storage
//   {"op": "reset"}                                              → every client is shut down, every object forgotten
//
// `run` resolves to {"value"} or {"error"}; events are reported as {"event", "ref", "payload"}.
// Objects of the client stay here and travel as {"$ref", "$kind", "properties"}; {"$ref"} names one in arguments.
// {"$bytes": base64} stands for binary data, {"$blob": {"type", "content"}} for a Blob and
// {"$form": {"field", "filename", "type", "content"}} for a form with one file, contents in base64.
// Dates travel as {"$date"}, Maps as plain objects.
'use strict';

function makeBridge(chat, report) {
  const CHAT = {
    Client: ['connectionState', 'version', 'user', 'reachabilityEnabled'],
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

  const CONVERSATIONS = {
    Client: CHAT.Client,
    AggregatedDeliveryReceipt: ['total', 'sent', 'delivered', 'read', 'undelivered', 'failed'],
    ChannelMetadata: ['type', 'data'],
    ContentTemplate: ['sid', 'friendlyName', 'variables', 'variants', 'dateCreated', 'dateUpdated'],
    ContentTemplateVariable: ['name', 'value'],
    Conversation: [
      'sid', 'status', 'uniqueName', 'friendlyName', 'dateUpdated', 'dateCreated', 'createdBy', 'attributes',
      'lastReadMessageIndex', 'lastMessage', 'notificationLevel', 'bindings', 'limits', 'state',
    ],
    DetailedDeliveryReceipt: [
      'sid', 'messageSid', 'conversationSid', 'channelMessageSid', 'participantSid', 'status', 'errorCode',
      'dateCreated', 'dateUpdated',
    ],
    EmailRecipientDescriptor: ['type', 'messageSid', 'level', 'name', 'address'],
    Media: [...CHAT.Media, 'category'],
    Message: [
      'conversation', 'sid', 'author', 'subject', 'contentSid', 'body', 'dateUpdated', 'index', 'lastUpdatedBy',
      'dateCreated', 'attributes', 'type', 'attachedMedia', 'participantSid', 'aggregatedDeliveryReceipt',
    ],
    MessageBuilder: [],
    Participant: [
      'conversation', 'sid', 'attributes', 'dateCreated', 'dateUpdated', 'identity', 'isTyping',
      'lastReadMessageIndex', 'lastReadTimestamp', 'roleSid', 'type', 'bindings',
    ],
    PushNotification: CHAT.PushNotification,
    UnknownRecipientDescriptor: ['type', 'messageSid', 'rawData'],
    UnsentMessage: [],
    User: ['identity', 'attributes', 'friendlyName', 'isOnline', 'isNotifiable', 'isSubscribed'],
  };

  // Both products are driven by this file; their classes tell which one it is.
  const product = 'Conversation' in chat ? 'conversation' : 'channel';
  const PROPERTIES = product === 'conversation' ? CONVERSATIONS : CHAT;

  const PAGE = ['items', 'hasNextPage', 'hasPrevPage'];

  const CLIENT_EVENTS = [
    ...{
      channel: [
        'channelAdded', 'channelInvited', 'channelJoined', 'channelLeft', 'channelRemoved', 'channelUpdated',
        'memberJoined', 'memberLeft', 'memberUpdated',
      ],
      conversation: [
        'conversationAdded', 'conversationJoined', 'conversationLeft', 'conversationRemoved', 'conversationUpdated',
        'participantJoined', 'participantLeft', 'participantUpdated', 'initialized', 'initFailed',
      ],
    }[product],
    'messageAdded', 'messageRemoved', 'messageUpdated', 'tokenAboutToExpire', 'tokenExpired', 'typingEnded',
    'typingStarted', 'pushNotification', 'userSubscribed', 'userUnsubscribed', 'userUpdated', 'stateChanged',
    'connectionStateChanged', 'connectionError',
  ];

  // A reloaded page starts a bridge of its own; its references must not be taken for those of the old one.
  const mark = Math.random().toString(36).slice(2, 10);
  const objects = new Map();
  const refs = new Map();
  const clients = new Set();
  let objectsMade = 0;

  function refOf(object) {
    if (!refs.has(object)) {
      objectsMade += 1;
      refs.set(object, `${mark}-${objectsMade}`);
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

  // A getter may refuse, as `reachabilityEnabled` does before the client is ready.
  function propertyOf(object, name) {
    try {
      return object[name];
    } catch {
      return null;
    }
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
      encoded.properties = Object.fromEntries(PROPERTIES[kind].map(name => [name, encode(propertyOf(value, name), depth - 1)]));
    }
    return encoded;
  }

  function bytes(base64) {
    const content = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    return typeof Buffer === 'undefined' ? content : Buffer.from(content);
  }

  function decode(value) {
    if (Array.isArray(value)) return value.map(decode);
    if (value === null || typeof value !== 'object') return value;
    if ('$ref' in value) return objectOf(value.$ref);
    if ('$bytes' in value) return bytes(value.$bytes);
    if ('$blob' in value) return new Blob([bytes(value.$blob.content)], { type: value.$blob.type });
    if ('$form' in value) {
      const { field, filename, type, content } = value.$form;
      const form = new FormData();
      form.append(field, new File([bytes(content)], filename, { type }));
      return form;
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
  }

  function describe(error) {
    const { name, message, status, code } = error ?? {};
    return { name: name ?? 'Error', message: message ?? String(error), status: status ?? null, code: code ?? null };
  }

  function listen(object, events) {
    const ref = refOf(object);
    for (const event of events) object.on(event, payload => report({ event, ref, payload: encode(payload, 1) }));
  }

  function connect({ token, options }) {
    return new Promise((resolve, reject) => {
      const client = new chat.Client(token, options);
      clients.add(client);
      client.on('stateChanged', state => {
        if (state === 'initialized') resolve(client);
      });
      client.on('connectionError', problem => {
        if (!problem.terminal) return;
        // Nothing of a refused client is left to shut down.
        clients.delete(client);
        reject(Object.assign(new Error(problem.message), { status: problem.httpStatusCode, code: problem.errorCode }));
      });
      listen(client, CLIENT_EVENTS);
    });
  }

  async function fetchContent({ url }) {
    const response = await fetch(url);
    const content = new Uint8Array(await response.arrayBuffer());
    let text = '';
    for (const byte of content) text += String.fromCharCode(byte);
    return { status: response.status, type: response.headers.get('content-type'), content: btoa(text) };
  }

  async function reset() {
    const open = [...clients].filter(client => client.connectionState !== 'disconnected');
    clients.clear();
    await Promise.all(open.map(client => client.shutdown()));
    objects.clear();
    refs.clear();
  }

  const operations = {
    connect,
    call: ({ ref, method, args }) => objectOf(ref)[method](...args.map(decode)),
    read: ({ ref }) => objectOf(ref),
    listen: ({ ref, events }) => listen(objectOf(ref), events),
    static: ({ method, args }) => chat.Client[method](...args.map(decode)),
    fetch: fetchContent,
    stored: () => Object.keys(sessionStorage),
    reset,
  };

  async function run(command) {
    try {
      return { value: encode(await operations[command.op](command), 1) };
    } catch (error) {
      return { error: describe(error) };
    }
  }

  return { run, describe };
}

if (typeof module !== 'undefined') module.exports = { makeBridge };
