import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { createWorld } from './noyo.mjs';

const group = 'a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e';
const carrier = '2d370e0e-fd73-45e0-8828-796d2cacaeef';
const snapshot = JSON.parse(await readFile(new URL('../../docs/examples/guide-enroll-dependent.json', import.meta.url)));

let noyo;
before(async () => { noyo = await createWorld('node-discrepancy', '2024-08-20T12:00:00Z'); });
beforeEach(() => noyo.reset());
after(() => noyo.delete());

test('this carrier starts vision on the first of a month', async () => {
  const { id } = await noyo.postSnapshot(group, snapshot);
  await noyo.advance('2d');

  const [difference] = await noyo.openDifferences(id);
  assert.equal(difference.difference_type, 'ie_effective_start_date');
  assert.deepEqual(difference.fields, [{ key: 'effective_start_date', platform_value: '2024-08-22', carrier_value: '2024-09-01' }]);
});

test('a change that the carrier loses stays missing', async () => {
  await noyo.control('PUT', `carriers/${carrier}/behavior`, { rules: [{ match: { line_of_coverage: 'vision' }, effect: 'drop' }] });
  const { id } = await noyo.postSnapshot(group, snapshot);
  await noyo.advance('2d');

  const [difference] = await noyo.openDifferences(id);
  assert.equal(difference.difference_type, 'missing_ie');
  assert.notEqual(difference.discrepancy_time, null);
});
