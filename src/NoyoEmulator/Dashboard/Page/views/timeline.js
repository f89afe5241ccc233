// What happened, in the world's time: each thing below what caused it, in the lane of who did it.
import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { carriers, nameOf } from '../names.js';
import { addressOf } from '../route.js';
import { dateAndTime, dayOf, instantOf, showsRealTime, timeOfDay } from '../time.js';
import { Count, Told } from '../ui.js';

/** What a timeline is made of: when one of these changes, it is another. */
export const timelineKinds = ['member_snapshot', 'member_transaction', 'difference', 'event', 'delivery', 'attempt', 'carrier_record', 'request', 'subscription'];

const platform = 'platform';
const noyo = 'Noyo';
const receiver = 'webhook';

// A step shows its consequences; so many of one kind are folded into a line.
const mostUnfolded = 2;

const steps = ['request', 'snapshot', 'record', 'submit', 'process', 'confirm', 'complete', 'sync'];

/** @param entries the entries of explain */
export function Timeline({ entries }) {
  const roots = treeOf(entries);
  const lanes = [...new Set(entries.map(laneOf))].filter((lane) => lane !== receiver).sort((a, b) => orderOf(a) - orderOf(b));
  if (entries.length === 0) return html`<p>Nothing is on record.</p>`;
  let before = null;
  return html`
    <p class="timeline-options">
      <label><input type="checkbox" checked=${showsRealTime.value} onChange=${(event) => { showsRealTime.value = event.currentTarget.checked; }} /> real time too</label>
      ${lanes.length > 1 && html`<span class="lanes-key" aria-hidden="true">${lanes.map((lane, index) => html`<span class=${`lane-name l${index % 6}`}>${lane}</span>`)}</span>`}
    </p>
    <ol class="timeline" style=${{ '--lanes': lanes.length }}>
      ${roots.map((node) => {
        const shown = html`<${Step} node=${node} lanes=${lanes} before=${before} />`;
        before = node.entry.at;
        return shown;
      })}
    </ol>`;
}

function Step({ node: { entry, effects }, lanes, before }) {
  const lane = laneOf(entry);
  const index = lanes.indexOf(lane);
  const at = instantOf(entry.at);
  const sameDay = before && dayOf(instantOf(before)) === dayOf(at);
  return html`
    <li class=${`step ${toneOf(entry)}`} data-kind=${entry.kind}>
      <time dateTime=${entry.at} title=${`${dateAndTime(entry.at)}, in real time ${dateAndTime(entry.real_at)}`}>
        <span class=${sameDay ? 'day same' : 'day'}>${dayOf(at)}</span> ${timeOfDay(at)}
        ${showsRealTime.value && html`<span class="real">real ${dateAndTime(entry.real_at)}</span>`}
      </time>
      <span class="rails" aria-hidden="true">${lanes.map((name, place) => html`<span class=${`rail l${place % 6}${place === index ? ' here' : ''}`}></span>`)}</span>
      <div class="what">
        <p><span class=${`lane-name l${Math.max(0, index) % 6}`}>${lane}</span> <${What} entry=${entry} /></p>
        <${Effects} nodes=${effects} since=${entry.at} />
      </div>
    </li>`;
}

function Effects({ nodes, since }) {
  if (nodes.length === 0) return null;
  const differences = nodes.filter(({ entry }) => entry.kind === 'difference');
  const others = nodes.filter(({ entry }) => entry.kind !== 'difference');
  return html`
    <ul class="effects">
      ${differences.map((node) => html`<${Effect} node=${node} since=${since} />`)}
      ${others.length > mostUnfolded ? html`<${Folded} nodes=${others} since=${since} />` : others.map((node) => html`<${Effect} node=${node} since=${since} />`)}
    </ul>`;
}

const Effect = ({ node: { entry, effects }, since }) => html`
  <li class=${`effect ${toneOf(entry)}`} data-kind=${entry.kind}><${What} entry=${entry} />
    ${entry.at !== since && html` <time class="later" dateTime=${entry.at}>${dateAndTime(entry.at)}</time>`}
    ${showsRealTime.value && html` <span class="real">real ${dateAndTime(entry.real_at)}</span>`}
    <${Effects} nodes=${effects} since=${entry.at} /></li>`;

/** Many webhooks of one step: how they went, and each of them on demand. */
function Folded({ nodes, since }) {
  const [isOpen, setOpen] = useState(false);
  const attempts = nodes.flatMap((node) => [node, ...node.effects]).filter(({ entry }) => entry.kind === 'attempt');
  const failed = attempts.filter(({ entry }) => entry.status === 'failed').length;
  const events = nodes.filter(({ entry }) => entry.kind === 'event').length;
  const went = attempts.length === 0 ? '' : failed === 0 ? ', all accepted' : events === 0 ? `, ${failed} of them failed` : `, ${failed} of ${attempts.length} attempts failed`;
  return html`
    <li class=${`effect ${failed > 0 ? 'bad' : ''}`}>
      <button type="button" class="fold" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}><${Count} value=${events || nodes.length} one=${events ? 'webhook event' : 'attempt'} />${went}</button>
      ${isOpen && html`<ul class="effects">${nodes.map((node) => html`<${Effect} node=${node} since=${since} />`)}</ul>`}
    </li>`;
}

function What({ entry }) {
  switch (entry.kind) {
    case 'request':
      return html`<a href=${addressOf('requests', { id: entry.id })}>${entry.summary.split(' ')[0]}</a> <${Told} text=${entry.summary.slice(entry.summary.indexOf(' ') + 1)} />`;
    case 'difference':
      return html`<a href=${addressOf('differences', { id: entry.id })}>${entry.difference_type ?? 'difference'}</a> <${Told} text=${entry.summary.replace(/^\S+ /, '').replace(/ at carrier [0-9a-f-]{36}/, '').replace(/ \(\w+\)$/, '')} nameOf=${nameOf} />`;
    case 'event':
      return html`<a href=${addressOf('events', { id: entry.id })}>${entry.event_type ?? entry.summary.split(' ')[0]}</a>`;
    case 'attempt':
      return html`<a href=${addressOf('deliveries', { id: entry.id })}>${entry.summary.split(' ').slice(0, 2).join(' ')}</a> <${Told} text=${entry.summary.split(' ').slice(2).join(' ')} />`;
    case 'snapshot':
      return html`<a href=${addressOf('snapshots', { id: entry.id })}>member snapshot</a> <${Told} text=${entry.summary} nameOf=${nameOf} />`;
    default:
      return html`<b>${entry.kind.replaceAll('_', ' ')}</b> <${Told} text=${told(entry)} nameOf=${nameOf} />`;
  }
}

/** Whose step it is, the lane says. */
const told = ({ summary, carrier_id: carrier }) => summary.replace(`carrier ${carrier} `, '').replace(`carrier ${carrier}`, carrier);

function laneOf(entry) {
  if (entry.kind === 'request' || entry.kind === 'snapshot') return platform;
  if (entry.kind === 'event' || entry.kind === 'attempt' || entry.kind === 'subscription_health') return receiver;
  if (entry.kind === 'confirm' || entry.kind === 'complete' || entry.kind === 'sync') return noyo;
  const carrier = entry.carrier_id ?? /carrier ([0-9a-f-]{36})/.exec(entry.summary)?.[1];
  return carrier ? nameOf(carrier) ?? 'a carrier' : noyo;
}

const orderOf = (lane) => (lane === platform ? 0 : lane === noyo ? 1 : 2 + carriers.value.findIndex(({ display_name: name }) => name === lane));

function toneOf(entry) {
  if (entry.kind === 'difference') return { resolved: 'good', discrepancy: 'bad' }[entry.outcome] ?? (/discrepancy/.test(entry.summary) ? 'bad' : 'busy');
  if (entry.kind === 'attempt') return entry.status === 'failed' ? 'bad' : 'good';
  if (entry.kind === 'request') return entry.response_status >= 400 ? 'bad' : 'plain';
  return / rejected | refused /.test(entry.summary) ? 'bad' : 'plain';
}

/** Entries below what caused them. What a step led to later is no part of it: steps stand in one row, in their order. */
function treeOf(entries) {
  const nodes = entries.map((entry) => ({ entry, effects: [] }));
  const roots = [];
  nodes.forEach((node) => {
    const cause = nodes[node.entry.caused_by];
    if (cause && !steps.includes(node.entry.kind)) cause.effects.push(node);
    else roots.push(node);
  });
  return roots;
}
