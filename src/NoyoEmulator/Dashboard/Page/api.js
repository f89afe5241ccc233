// The calls of the page: the control plane, and Noyo's own paths. Reading leaves no trace: with this header a read is not in the journal,
// meets no fault and uses none up.
import { signal } from '@preact/signals';

const observer = { 'X-Emulator-Observer': 'dashboard' };
const keyHeader = 'X-Emulator-Key';
const worldHeader = 'X-Emulator-World';
const keyStore = 'noyo-emulator-key';
const root = new URL('.', location.href.split('#')[0]);

/** The name of the world that is shown. */
export const world = signal('default');

/** Whether the emulator asks for its control key, and has not got it. */
export const needsKey = signal(false);

let controlKey = sessionStorage.getItem(keyStore);
const tokens = new Map();

/** What the emulator refused, in its own words. */
export class Refusal extends Error {
  constructor(status, message, errors = []) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** Keeps the control key for this tab, if it is the right one. */
export async function useKey(key) {
  controlKey = key;
  try {
    await control('info', { inWorld: null });
  } catch (error) {
    throw error.status === 401 ? new Refusal(401, 'This is not the control key') : error;
  }
  sessionStorage.setItem(keyStore, key);
  needsKey.value = false;
}

export const hasKey = () => controlKey !== null;

/** The address of a path on this emulator, as somebody else would call it. */
export const urlOf = (path) => new URL(path.replace(/^\//, ''), root).href;

/** Calls the control plane: what follows /_emulator/. */
export function control(path, { method = 'GET', body, query, signal: abort, inWorld = world.value } = {}) {
  return json(`_emulator/${path}`, { method, body, query, abort, inWorld });
}

/** Calls a path of Noyo's, with the API's name before it: fulfillment/api/v1/… */
export async function noyo(path, { method = 'GET', body, query, inWorld = world.value } = {}) {
  const call = async () => json(path, { method, body, query, inWorld, token: await tokenOf(inWorld) });
  try {
    return await call();
  } catch (error) {
    // A token's life is counted on the world's clock, which may have been advanced.
    if (error.status !== 401) throw error;
    tokens.delete(inWorld);
    return call();
  }
}

/** All records of a list of Noyo's form, page by page. */
export async function all(call, path, query = {}) {
  const records = [];
  for (;;) {
    const page = await call(path, { query: { ...query, page_size: 100, offset: records.length } });
    records.push(...page.response);
    if (records.length >= page.meta.total_records || page.response.length === 0) return records;
  }
}

/** Opens the stream of what happens in a world; gives its body. */
export async function openStream(name, after, abort) {
  const response = await fetch(addressOf('_emulator/stream', { after }), { headers: headersOf({ inWorld: name, method: 'GET' }), signal: abort });
  if (!response.ok) throw await refusalOf(response);
  return response.body;
}

export const download = async (path) => {
  const response = await fetch(addressOf(`_emulator/${path}`), { headers: headersOf({ inWorld: world.value, method: 'GET' }) });
  if (!response.ok) throw await refusalOf(response);
  return response.blob();
};

// Any token will do, unless the emulator takes only its own.
async function tokenOf(name) {
  if (!tokens.has(name)) {
    const asked = !await isStrict() ? Promise.resolve('dashboard') : json('accounts/auth/public/token', {
      method: 'POST', body: { grant_type: 'client_credentials' }, inWorld: name, authorization: `Basic ${btoa('dashboard:dashboard')}`,
    }).then((answer) => answer.access_token);
    asked.catch(() => tokens.delete(name));
    tokens.set(name, asked);
  }
  return tokens.get(name);
}

let strictness = null;

function isStrict() {
  strictness ??= control('info', { inWorld: null }).then((info) => info.configuration['Emulator:Authentication'] === 'strict');
  strictness.catch(() => { strictness = null; });
  return strictness;
}

async function json(path, { method, body, query, abort, inWorld, token, authorization }) {
  const response = await fetch(addressOf(path, query), {
    method,
    headers: {
      ...headersOf({ inWorld, method }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(authorization && { Authorization: authorization }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: abort,
  });
  if (!response.ok) throw await refusalOf(response);
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

function addressOf(path, query = {}) {
  const url = new URL(path, root);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
  }
  return url;
}

const headersOf = ({ inWorld, method }) => ({
  ...(method === 'GET' && observer),
  ...(inWorld && { [worldHeader]: inWorld }),
  ...(controlKey && { [keyHeader]: controlKey }),
});

async function refusalOf(response) {
  const text = await response.text();
  let said = {};
  try {
    said = JSON.parse(text);
  } catch {
    said = { message: text.slice(0, 200) || `The answer was ${response.status}` };
  }
  if (response.status === 401 && new URL(response.url).pathname.includes('/_emulator/')) {
    controlKey = null;
    sessionStorage.removeItem(keyStore);
    needsKey.value = true;
  }
  return new Refusal(response.status, said.message ?? `The answer was ${response.status}`, said.errors);
}
