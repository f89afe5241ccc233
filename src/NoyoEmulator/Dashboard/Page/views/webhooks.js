// Webhooks: who gets them, what was told, how each delivery went, receivers inside the emulator, and a trial for receivers outside.
import { useState } from 'preact/hooks';
import { all, control, urlOf, world } from '../api.js';
import { html } from '../html.js';
import { useLive } from '../live.js';
import { addressOf, filters, go, id, refine, view } from '../route.js';
import { Action, Copyable, Count, Empty, Field, Form, Id, Json, Places, Problem, Status, Time, Title, Waiting, curl, laidOut } from '../ui.js';
import { WindowedList } from '../windowed.js';
import { Timeline } from './timeline.js';

const eventTypes = ['', 'difference.created', 'difference.discrepancy', 'difference.replaced', 'difference.resolved', 'group.created', 'group_connection_request.created', 'group_connection_request.status_change', 'group_disconnection_request.created', 'group_disconnection_request.status_change', 'member_snapshot.status_change', 'member_snapshot_carrier_fulfillment_status.status_change', 'test.hello_world'];

const parts = [['webhooks', 'Subscriptions'], ['events', 'Events'], ['deliveries', 'Deliveries'], ['inboxes', 'Inboxes'], ['gauntlet', 'Gauntlet']];

const shows = {
  webhooks: () => (id.value ? html`<${Subscription} key=${id.value} wanted=${id.value} />` : html`<${Subscriptions} />`),
  events: () => html`<${Events} />`,
  deliveries: () => html`<${Deliveries} />`,
  inboxes: () => (id.value ? html`<${Inbox} key=${id.value} name=${id.value} />` : html`<${Inboxes} />`),
  gauntlet: () => html`<${Gauntlet} />`,
};

export const Webhooks = () => html`
  <div class="page">
    <${Places} label="Webhooks" current=${view.value} places=${parts.map(([name, text]) => ({ name, text, href: addressOf(name) }))} />
    ${shows[view.value]()}
  </div>`;

const receiverOf = (subscription) => (subscription.inbox ? `inbox ${subscription.inbox}` : subscription.url);

const useSubscriptions = () => useLive(['subscription', 'delivery'], () => all(control, 'webhooks/subscriptions'), [world.value]);

const subscribeCommand = () => curl('_emulator/webhooks/subscriptions', { method: 'POST', root: urlOf(''), world: world.value, body: { inbox: 'hooks', secret: 's3cret' } });

function Subscriptions() {
  const { data, error, again } = useSubscriptions();
  if (!data) return error ? html`<${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  return html`
    <${Title}>Subscriptions<//>
    ${data.length === 0 ? html`<${Empty} title="Nobody is subscribed"><p>Events are written down all the same. To have them delivered, to a receiver of yours or to an inbox inside the emulator:</p><${Copyable} text=${subscribeCommand()} /><//>` : html`
      <div class="scroll" tabindex="0" role="region" aria-label="Subscriptions"><table>
        <thead><tr><th scope="col">Receiver</th><th scope="col">Health</th><th scope="col">Events</th><th scope="col">Since</th></tr></thead>
        <tbody>${data.map((subscription) => html`<tr key=${subscription.id}>
          <th scope="row"><a href=${addressOf('webhooks', { id: subscription.id })}>${subscription.name ?? receiverOf(subscription)}</a>${subscription.name && html`<span class="sub">${receiverOf(subscription)}</span>`}</th>
          <td><${Status} value=${subscription.status} />${subscription.failing_since && html`<span class="sub">nothing succeeded since <${Time} at=${subscription.failing_since} /></span>`}</td>
          <td>${subscription.events?.length > 0 ? subscription.events.join(', ') : 'all'}</td>
          <td><${Time} at=${subscription.created} /></td></tr>`)}</tbody>
      </table></div>`}
    <h2>Subscribe</h2>
    <${Form} class="grid" button="Subscribe" done="Subscribed"
      submit=${({ receiver, secret, name }) => control('webhooks/subscriptions', { method: 'POST', body: { ...(/^https?:/i.test(receiver) ? { url: receiver } : { inbox: receiver }), secret, ...(name && { name }) } })}>
      <${Field} label="URL, or the name of an inbox" name="receiver" required placeholder="http://localhost:9000/hooks or hooks" />
      <${Field} label="Secret" name="secret" required hint="the key that they are signed with; it is never read back" />
      <${Field} label="Name" name="name" />
    <//>`;
}

function Subscription({ wanted }) {
  const path = `webhooks/subscriptions/${encodeURIComponent(wanted)}`;
  const { data, error, again } = useLive(['subscription', 'delivery'], () => control(path), [wanted]);
  if (!data) return error ? html`<${Title}>Subscription<//><${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  return html`
    <p class="back"><a href=${addressOf('webhooks')}>All subscriptions</a></p>
    <header class="object">
      <${Title}>${data.name ?? receiverOf(data)}<//>
      <p><${Status} value=${data.status} /> ${receiverOf(data)}, id <${Id} value=${data.id} /></p>
      ${data.failing_since && html`<p class="bad">Nothing has succeeded since <${Time} at=${data.failing_since} /></p>`}
      <p>${data.events?.length > 0 ? data.events.join(', ') : 'all events'}, ${data.order}, <${Count} value=${data.concurrency} one="attempt" /> at once, <${Count} value=${data.secrets.length} one="secret" /></p>
    </header>
    <div class="buttons">
      <${Action} run=${() => control(`${path}/test`, { method: 'POST' })} done="test.hello_world is on its way; on a frozen clock press drain">Send a test<//>
      <${Action} run=${() => control(`${path}/recover`, { method: 'POST', body: { since: '2000-01-01T00:00:00Z' } })} done=${(result) => `${result.resent} sent again${result.waits_for ? `; they wait for ${result.waits_for}` : ''}`}>Recover what failed<//>
      ${data.status !== 'active' && html`<${Action} run=${async () => { await control(path, { method: 'PUT', body: data }); again(); }} done="It is active again; what waited for it is sent">Make it active again<//>`}
      <${Action} class="danger" run=${async () => { await control(path, { method: 'DELETE' }); go('webhooks'); }} done="Unsubscribed">Unsubscribe<//>
      <a href=${addressOf('deliveries', { filters: { subscription_id: data.id } })}>Deliveries</a>
      ${data.inbox && html`<a href=${addressOf('inboxes', { id: data.inbox })}>Its inbox</a>`}
    </div>`;
}

const TypeFilter = () => html`<label>Type <select onChange=${(event) => refine({ type: event.currentTarget.value })}>${eventTypes.map((type) => html`<option value=${type} selected=${type === (filters.value.type ?? '')}>${type || 'any'}</option>`)}</select></label>`;

function Events() {
  const { type = '', object_id: objectId = '' } = filters.value;
  return html`
    <div class=${id.value ? 'sides has-detail' : 'sides'}>
      <section class="side list wide" aria-label="Events">
        ${!id.value && html`<h1 class="hidden">Events</h1>`}
        <form class="filters" onSubmit=${(event) => event.preventDefault()} aria-label="Filter events"><${TypeFilter} />
          <label>About (id) <input type="text" value=${objectId} onChange=${(event) => refine({ object_id: event.currentTarget.value })} /></label></form>
        <${WindowedList} label="Events" class="events" columns=${['Event', 'About', 'At']} kinds=${['event']} of=${JSON.stringify([world.value, type, objectId])}
          read=${(page) => control('webhooks/events', { query: { type, object_id: objectId, ...page } })} isCurrent=${(event) => event.id === id.value}
          row=${(event) => [html`<a class="whole" href=${addressOf('events', { id: event.id, filters: filters.value })}>${event.type}</a>`, html`<${Id} value=${event.object_id} />`, html`<${Time} at=${event.created} />`]}
          empty=${html`<${Empty} title="No events"><p>Post a snapshot, and let time pass; or have a test event sent to a subscription.</p><${Copyable} text=${subscribeCommand()} /><//>`} />
      </section>
      ${id.value && html`<section class="side detail" aria-label="The event"><${Event} key=${id.value} wanted=${id.value} /></section>`}
    </div>`;
}

function Event({ wanted }) {
  const { data, error } = useLive(['event', 'delivery', 'attempt'], () => control(`explain/${encodeURIComponent(wanted)}`), [wanted]);
  if (!data) return error ? html`<${Title}>Event<//><${Problem} error=${error} />` : html`<${Waiting} />`;
  const event = data.entries.find((entry) => entry.kind === 'event');
  const attempts = data.entries.filter((entry) => entry.kind === 'attempt');
  return html`
    <p class="back"><a href=${addressOf('events', { filters: filters.value })}>All events</a></p>
    <header class="object"><${Title}>${event?.event_type ?? 'Event'}<//>
      <p>${event && html`<${Time} at=${event.at} realAt=${event.real_at} />`}${event?.object_id && html`, about <${Id} value=${event.object_id} />`}, id <${Id} value=${wanted} /></p></header>
    ${attempts.length === 0 ? html`<p>Nobody was told: no subscription had it, or no attempt was due yet.</p>` : html`<${Timeline} entries=${data.entries} />`}
    <${Copyable} label="Id" text=${wanted} />`;
}

function Deliveries() {
  const { type = '', status = '', subscription_id: subscriptionId = '', object_id: objectId = '' } = filters.value;
  const query = { type, status, subscription_id: subscriptionId, object_id: objectId };
  const { data: subscriptions, error } = useSubscriptions();
  const names = new Map((subscriptions ?? []).map((each) => [each.id, each.name ?? receiverOf(each)]));
  return html`
    <div class=${id.value ? 'sides has-detail' : 'sides'}>
      <section class="side list wide" aria-label="Deliveries">
        ${!id.value && html`<h1 class="hidden">Deliveries</h1>`}
        <form class="filters" onSubmit=${(event) => event.preventDefault()} aria-label="Filter deliveries">
          <label>Status <select onChange=${(event) => refine({ status: event.currentTarget.value })}>${['', 'pending', 'succeeded', 'failed'].map((each) => html`<option value=${each} selected=${each === status}>${each || 'any'}</option>`)}</select></label>
          <${TypeFilter} />
          <label>Receiver <select class="steady" onChange=${(event) => refine({ subscription_id: event.currentTarget.value })}><option value="">any</option>${(subscriptions ?? []).map((each) => html`<option value=${each.id} selected=${each.id === subscriptionId}>${names.get(each.id)}</option>`)}</select></label>
        </form>
        <${WindowedList} label="Deliveries" class="deliveries" columns=${['Event', 'Receiver', 'Stands', 'At']} kinds=${['delivery', 'attempt']} of=${JSON.stringify([world.value, query])}
          read=${(page) => control('webhooks/deliveries', { query: { ...query, ...page } })} isCurrent=${(delivery) => delivery.id === id.value}
          row=${(delivery) => [html`<a class="whole" href=${addressOf('deliveries', { id: delivery.id, filters: filters.value })}>${delivery.type}</a>`, names.get(delivery.subscription_id) ?? html`<${Id} value=${delivery.subscription_id} />`,
            html`<${Status} value=${delivery.status} /> <span class="sub"><${Count} value=${delivery.attempt_count} one="attempt" /></span>`, html`<${Time} at=${delivery.created} />`]}
          empty=${html`<${Empty} title="No deliveries"><p>There is one for each event and each subscription that wants it. Subscribe first:</p><${Copyable} text=${subscribeCommand()} /><//>`} />
      </section>
      ${id.value && html`<section class="side detail" aria-label="The delivery">${subscriptions || error ? html`<${Delivery} key=${id.value} wanted=${id.value} names=${names} />` : html`<${Waiting} />`}</section>`}
    </div>`;
}

function Delivery({ wanted, names }) {
  const path = `webhooks/deliveries/${encodeURIComponent(wanted)}`;
  const { data, error, again } = useLive(['delivery', 'attempt'], () => control(path), [wanted]);
  if (!data) return error ? html`<${Title}>Delivery<//><${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  return html`
    <p class="back"><a href=${addressOf('deliveries', { filters: filters.value })}>All deliveries</a></p>
    <header class="object">
      <${Title}>${data.type}<//>
      <p><${Status} value=${data.status} /> to <a href=${addressOf('webhooks', { id: data.subscription_id })}>${names.get(data.subscription_id) ?? 'its receiver'}</a>, about <${Id} value=${data.object_id} />, event <a class="id" href=${addressOf('events', { id: data.event_id })} title=${data.event_id}>…${data.event_id.slice(-6)}</a></p>
      ${data.next_attempt_at && html`<p>The next attempt is due at <${Time} at=${data.next_attempt_at} />.</p>`}
      ${data.waits_for && html`<p>It waits for ${data.waits_for}.</p>`}
    </header>
    <div class="buttons"><${Action} class="main" run=${() => control(`${path}/resend`, { method: 'POST' })} done="It is sent again; on a frozen clock press drain">Resend<//></div>
    ${data.attempts.length === 0 && html`<p>No attempt was made yet.</p>`}
    ${[...data.attempts].reverse().map((attempt) => html`<${Attempt} key=${attempt.number} attempt=${attempt} />`)}
    <${Copyable} label="Id" text=${data.id} />`;
}

const Headers = ({ headers, label }) => html`<dl class="headers" aria-label=${label}>${Object.entries(headers ?? {}).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

function Attempt({ attempt }) {
  const { request, response } = attempt;
  return html`
    <article class="attempt">
      <h2>Attempt ${attempt.number}: ${attempt.error ? html`<${Status} value="failed" />` : html`<${Status} value="succeeded" />`}</h2>
      <p><${Time} at=${attempt.started_at} />, ${Math.round(attempt.duration_ms)} ms${attempt.error && html`: <span class="bad">${attempt.error}</span>`}</p>
      <h3>Sent</h3><${Headers} headers=${request.headers} label="Headers sent" /><${Json} value=${laidOut(request.body)} label=${`Body sent in attempt ${attempt.number}`} />
      <${SignatureCheck} request=${request} />
      <h3>${response ? `Answered ${response.status}` : 'No answer'}</h3>
      ${response && html`<${Headers} headers=${response.headers} label="Headers answered" />${response.body ? html`<${Json} value=${laidOut(response.body)} label=${`Body answered in attempt ${attempt.number}`} />` : html`<p class="sub">without a body</p>`}`}
    </article>`;
}

/** Makes the signature anew in the browser: the secret goes nowhere. */
function SignatureCheck({ request }) {
  const [result, setResult] = useState(null);
  const signature = request.headers['x-noyo-signature'];
  if (!signature) return html`<p class="sub">It carries no signature.</p>`;
  if (!globalThis.crypto?.subtle) return html`<p class="sub">To check the signature here, open this page at localhost or over https.</p>`;
  const check = async ({ secret }) => {
    const given = signature.split(',').map((each) => each.trim());
    const dated = await hmac(secret, `${request.headers['x-noyo-timestamp']}.${request.body}`);
    const plain = await hmac(secret, request.body);
    setResult(given.includes(dated) ? 'over timestamp and body' : given.includes(plain) ? 'over the body alone' : false);
  };
  return html`
    <details class="signature"><summary>Check the signature</summary>
      <${Form} class="inline" button="Check" submit=${check}><${Field} label="Secret" name="secret" type="password" required hint="it stays in this browser" /><//>
      ${result !== null && html`<p role="status"><${Status} value=${result ? 'valid' : 'invalid'} /> ${result ? `made with this secret, ${result}` : 'no digest was made with this secret'}</p>`}
    </details>`;
}

async function hmac(secret, text) {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return [...new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function Inboxes() {
  const { data, error } = useSubscriptions();
  if (!data) return error ? html`<${Problem} error=${error} />` : html`<${Waiting} />`;
  const names = [...new Set(data.map((subscription) => subscription.inbox).filter(Boolean))];
  return html`
    <${Title}>Inboxes<//>
    <p>Receivers inside the emulator: they keep, verify, and answer as told. Whatever is posted to <code>/_emulator/inbox/{name}</code> is kept.</p>
    ${names.length === 0 ? html`<${Empty} title="No subscription goes to an inbox"><${Copyable} text=${subscribeCommand()} /><//>` : html`<ul class="plain">${names.map((name) => html`<li><a href=${addressOf('inboxes', { id: name })}>${name}</a></li>`)}</ul>`}
    <${Form} class="inline" button="Open" submit=${({ name }) => go('inboxes', { id: name })}><${Field} label="Another inbox" name="name" required /><//>`;
}

function Inbox({ name }) {
  const path = `inbox/${encodeURIComponent(name)}`;
  const [shown, setShown] = useState(null);
  const { data: behavior, again } = useLive(['inbox_behavior'], () => control(`${path}/behavior`).catch(() => null), [name]);
  return html`
    <p class="back"><a href=${addressOf('inboxes')}>All inboxes</a></p>
    <${Title}>Inbox ${name}<//>
    <p>${behavior?.verifies ? 'It verifies signatures.' : 'It verifies nothing: give it a secret.'} ${behavior?.statuses?.length > 0 && `It answers ${behavior.statuses.join(', then ')}.`}</p>
    <details><summary>How it answers</summary>
      <${Form} class="grid" button="Set" done="It answers so from now on" submit=${async ({ secret, statuses, delay }) => {
        const codes = statuses.split(/[ ,]+/).filter(Boolean).map(Number);
        await control(`${path}/behavior`, { method: 'PUT', body: { ...(secret ? { secret } : behavior?.verifies && { verifies: true }), ...(codes.length > 0 && { statuses: codes }), ...(delay && { delay }) } });
        again();
      }}>
        <${Field} label="Secret" name="secret" hint="what it verifies signatures with" />
        <${Field} label="Statuses in turn" name="statuses" placeholder="500, 500, 200" hint="the last one stays" />
        <${Field} label="Delay" name="delay" placeholder="200ms" />
      <//>
    </details>
    <div class="sides has-detail">
      <section class="side list" aria-label="Messages">
        <${WindowedList} label="Messages" class="messages" columns=${['Message', 'Signature', 'At']} kinds=${['inbox_message']} of=${JSON.stringify([world.value, name])}
          read=${(page) => control(`${path}/messages`, { query: page })} isCurrent=${(message) => message.number === shown?.number}
          row=${(message) => [html`<button type="button" class="whole" onClick=${() => setShown(message)}>${message.number} ${message.type ?? message.method}</button>`, html`<${Status} value=${message.signature} /> <span class="sub">${message.status}</span>`, html`<${Time} at=${message.at} realAt=${message.real_at} />`]}
          empty=${html`<${Empty} title="Nothing has arrived"><${Copyable} text=${curl(`_emulator/inbox/${encodeURIComponent(name)}`, { method: 'POST', root: urlOf(''), world: world.value, body: { hello: 'world' } })} /><//>`} />
      </section>
      <section class="side detail" aria-label="The message">${shown ? html`
        <h2>Message ${shown.number}</h2>
        <p><${Status} value=${shown.signature} label=${`signature ${shown.signature}`} /> answered ${shown.status}${shown.object_id && html`, about <${Id} value=${shown.object_id} />`}</p>
        <${Headers} headers=${shown.headers} label="Headers" /><${Json} value=${laidOut(shown.body)} label="Body" />` : html`<p class="sub">Choose a message.</p>`}</section>
    </div>`;
}

function Gauntlet() {
  const [report, setReport] = useState(null);
  return html`
    <${Title}>Gauntlet<//>
    <p>Puts your receiver through what production has in store for it: duplicates, wrong order, bad signatures, secrets in rotation, unknown types.</p>
    <${Form} class="grid" button="Run it" submit=${async ({ url, secret }) => setReport(await control('webhooks/gauntlet', { method: 'POST', body: { url, secret } }))}>
      <${Field} label="Where the receiver listens" name="url" type="url" required placeholder="http://localhost:9000/hooks" />
      <${Field} label="The secret that it verifies with" name="secret" required />
    <//>
    ${report === null ? html`<${Empty} title="No report yet"><${Copyable} text=${curl('_emulator/webhooks/gauntlet', { method: 'POST', root: urlOf(''), world: world.value, body: { url: 'http://localhost:9000/hooks', secret: 's3cret' } })} /><//>` : html`
      <h2>${report.score} of 100 <${Status} value=${report.verdict} /></h2><p>${report.note}</p>
      <ul class="trials">${report.trials.map((trial) => html`<li><h3><${Status} value=${trial.verdict} /> ${trial.trial.replaceAll('_', ' ')}</h3>
        <p>${trial.explanation}</p><p class="sub">Sent: ${trial.sent} Expected: ${trial.expected}</p></li>`)}</ul>`}`;
}
