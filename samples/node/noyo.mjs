// What the tests need of the emulator: a world of their own, and a receiver of its webhooks.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const emulator = process.env.NOYO_URL ?? 'http://localhost:8080';

async function call(method, url, body, headers = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** Creates a world whose clock stands at `now`. One that an earlier run left behind begins anew. */
export async function createWorld(name, now) {
  const world = await call('PUT', `${emulator}/_emulator/worlds/${name}`, { seed: name, clock: { mode: 'frozen', now } });
  const token = { Authorization: `Bearer ${world.access_token}` };
  const control = (method, path, body) => call(method, `${emulator}/_emulator/${path}`, body, { 'X-Emulator-World': name });
  return {
    // Your own client takes the place of these two: give it world.urls and world.access_token.
    postSnapshot: (groupId, snapshot) =>
      call('POST', `${world.urls.fulfillment}/api/v1/groups/${groupId}/member_snapshots`, snapshot, token),
    openDifferences: async (snapshotId) =>
      (await call('GET', `${world.urls.tracking}/api/v1/differences?is_open=true&member_snapshot_id=${snapshotId}`, undefined, token)).response,
    control,
    advance: (by) => control('POST', 'clock/advance', { by }),
    reset: () => control('POST', 'reset'),
    delete: () => call('DELETE', `${emulator}/_emulator/worlds/${name}`),
  };
}

/** Listens on this machine, and has a world's webhooks sent here. Those with a bad signature are refused. */
export async function receiveWebhooks(world, events) {
  const secret = randomUUID();
  const received = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const genuine = isGenuine(secret, request.headers['x-noyo-signature'] ?? '', request.headers['x-noyo-timestamp'] ?? '', body);
    if (genuine) received.push(JSON.parse(body));
    response.writeHead(genuine ? 200 : 401).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await world.control('POST', 'webhooks/subscriptions', { url: `http://127.0.0.1:${server.address().port}/`, secret, events });
  return { received, close: () => server.close() };
}

export function isGenuine(secret, signature, timestamp, body) {
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  return signature.split(',').some((digest) => {
    const sent = Buffer.from(digest.trim(), 'hex');
    return sent.length === expected.length && timingSafeEqual(sent, expected);
  });
}
