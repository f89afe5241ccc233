// Where any id leads: what it is of, and what happened to it.
import { useEffect } from 'preact/hooks';
import { control, world } from '../api.js';
import { html } from '../html.js';
import { useLive } from '../live.js';
import { addressOf, id } from '../route.js';
import { Copyable, Problem, Title, Told, Waiting } from '../ui.js';
import { nameOf } from '../names.js';
import { Timeline, timelineKinds } from './timeline.js';

// Kinds with a view of their own, and what of the address it takes.
const homes = {
  member_snapshot: 'snapshots', employee: 'families', difference: 'differences', event: 'events', delivery: 'deliveries',
  subscription: 'webhooks', request: 'requests', carrier: 'carriers', fault: 'faults',
};

const isId = (text) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text);

export function Find() {
  const wanted = id.value;
  const { data, error } = useLive(timelineKinds, () => (isId(wanted) || wanted === 'latest' ? control(`explain/${encodeURIComponent(wanted)}`) : null), [wanted]);
  const home = wanted === '' ? null : !isId(wanted) && wanted !== 'latest'
    ? addressOf('snapshots', { filters: { search: wanted } })
    : data && homes[data.kind] ? addressOf(homes[data.kind], { id: data.id }) : null;
  // The address that led here is not a place to come back to.
  useEffect(() => {
    if (home) location.replace(home);
  }, [home]);
  if (wanted === '') return html`<${Title}>Find<//><p>Paste an id from an answer, a log or a webhook into the search box above.</p>`;
  if (error) return html`<${Title}>Find<//><${Problem} error=${error} /><p>The search box takes any id that an answer of the world ${world.value} has, and parts of names of employees and groups.</p>`;
  if (!data || home) return html`<${Waiting} />`;
  return html`
    <${Title}>${data.kind.replaceAll('_', ' ')}<//>
    <p><${Told} text=${data.what} nameOf=${nameOf} /></p>
    <${Copyable} text=${data.id} label="Id" />
    <h2>What happened</h2>
    <${Timeline} entries=${data.entries} />`;
}
