import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { createWorld, isGenuine, receiveWebhooks } from './noyo.mjs';

const group = 'a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e';
const snapshot = JSON.parse(await readFile(new URL('../../docs/examples/guide-enroll-dependent.json', import.meta.url)));

let noyo, webhooks;
before(async () => {
  noyo = await createWorld('node-webhooks', '2024-08-20T12:00:00Z');
  webhooks = await receiveWebhooks(noyo, ['difference.discrepancy']);
});
after(async () => {
  webhooks.close();
  await noyo.delete();
});

test('a webhook tells of the discrepancy', async () => {
  const { id } = await noyo.postSnapshot(group, snapshot);
  // Every webhook that falls due on the way has been sent when this returns.
  await noyo.advance('2d');

  const [difference] = await noyo.openDifferences(id);
  assert.deepEqual(webhooks.received.map(({ data, event }) => [event.type, data.id]), [['difference.discrepancy', difference.id]]);
});

test('a signature of somebody else is no signature', () => {
  assert.equal(isGenuine('ours', 'a0'.repeat(32), '2024-08-20T12:00:00Z', Buffer.from('{}')), false);
});
