// Requests as they arrive, those that nothing answers, and faults that let some go wrong.
import { all, control, urlOf, world } from '../api.js';
import { html } from '../html.js';
import { useLive } from '../live.js';
import { addressOf, filters, id, refine, view } from '../route.js';
import { Action, Copyable, Empty, Field, Form, Id, Json, Places, Problem, Status, Time, Title, Waiting, curl } from '../ui.js';
import { WindowedList } from '../windowed.js';

export const Requests = () => html`
  <div class="page">
    <${Places} label="Requests" current=${view.value === 'faults' ? 'faults' : filters.value.matched === 'false' ? 'unmatched' : 'all'} places=${[
      { name: 'all', text: 'All', href: addressOf('requests') },
      { name: 'unmatched', text: 'Unmatched', href: addressOf('requests', { filters: { matched: 'false' } }) },
      { name: 'faults', text: 'Faults', href: addressOf('faults') },
    ]} />
    ${view.value === 'faults' ? html`<${Faults} />` : html`<${Journal} />`}
  </div>`;

function Journal() {
  const { method = '', path = '', status = '', operation = '', matched = '' } = filters.value;
  const query = { method, path, status, operation, ...(matched !== 'false' && { matched }) };
  const list = matched === 'false' ? 'requests/unmatched' : 'requests';
  const { operation: _, ...ofUnmatched } = query;
  return html`
    <div class=${id.value ? 'sides has-detail' : 'sides'}>
      <section class="side list wide" aria-label="Requests">
        ${!id.value && html`<h1 class="hidden">${matched === 'false' ? 'Unmatched requests' : 'Requests'}</h1>`}
        <form class="filters" onSubmit=${(event) => event.preventDefault()} aria-label="Filter requests">
          <label>Method <select onChange=${(event) => refine({ method: event.currentTarget.value })}>${['', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((each) => html`<option value=${each} selected=${each === method}>${each || 'any'}</option>`)}</select></label>
          <label>Path <input type="text" value=${path} placeholder="/api/v1/**" onChange=${(event) => refine({ path: event.currentTarget.value })} /></label>
          <label>Status <input type="text" inputmode="numeric" value=${status} onChange=${(event) => refine({ status: event.currentTarget.value })} /></label>
          <${Action} run=${() => control('requests', { method: 'DELETE' })} done="Forgotten">Forget all<//>
        </form>
        <${WindowedList} label="Requests" class="requests" columns=${['Request', 'Answer', 'At']} kinds=${['request']} of=${JSON.stringify([world.value, query, matched])} rowHeight=${52}
          read=${(page) => control(list, { query: { ...(matched === 'false' ? ofUnmatched : query), ...page } })} isCurrent=${(request) => request.id === id.value}
          row=${(request) => [
            html`<a class="whole" href=${addressOf('requests', { id: request.id, filters: filters.value })}>${request.method} ${request.path}${request.query}</a><span class="sub">${request.operation_id ?? (request.nearest ? `nothing answers it; the nearest is ${request.nearest}` : 'nothing answers it')}</span>`,
            html`<${Answer} request=${request} /><span class="sub">${Math.round(request.duration_ms)} ms${request.fault && ', a fault'}</span>`,
            html`<${Time} at=${request.at} realAt=${request.real_at} />`,
          ]}
          empty=${html`<${Empty} title=${matched === 'false' ? 'Every request was answered by an operation' : 'No requests'}><p>Requests to Noyo's paths are shown here as they arrive, with what is personal masked. What this page reads is left out.</p>
            <${Copyable} text=${curl(matched === 'false' ? 'fulfillment/api/v1/member_snapshot' : 'tracking/api/v1/differences?is_open=true', { root: urlOf(''), world: world.value, token: true })} /><//>`} />
      </section>
      ${id.value && html`<section class="side detail" aria-label="The request"><${Request} key=${id.value} wanted=${id.value} /></section>`}
    </div>`;
}

const Answer = ({ request }) => (request.status
  ? html`<${Status} value=${request.status} tone=${request.status < 400 ? 'good' : 'bad'} />`
  : html`<${Status} value="no answer" tone="bad" />`);

function Request({ wanted }) {
  const { data, error } = useLive(['request'], () => control(`requests/${encodeURIComponent(wanted)}`), [wanted]);
  if (!data) return error ? html`<${Title}>Request<//><${Problem} error=${error} />` : html`<${Waiting} />`;
  return html`
    <p class="back"><a href=${addressOf('requests', { filters: filters.value })}>All requests</a></p>
    <header class="object">
      <${Title}>${data.method} ${data.path}${data.query}<//>
      <p><${Answer} request=${data} /> ${data.operation_id ?? 'no operation'}, <${Time} at=${data.at} realAt=${data.real_at} />, ${data.duration_ms.toFixed(1)} ms, <${Id} value=${data.id} /></p>
      ${!data.matched && html`<p class="bad">Nothing answers this path and method.${data.nearest && html` The nearest route is <code>${data.nearest}</code>.`}</p>`}
      ${data.fault && html`<p>It met ${data.fault === 'prefer' ? 'what its own header Prefer asked for' : html`the fault <a class="id" href=${addressOf('faults', { id: data.fault })}>…${data.fault.slice(-6)}</a>`}.</p>`}
    </header>
    <h2>Copy as curl</h2><${Copyable} label="Copy as curl" text=${asCurl(data)} />
    <${Message} title="Request" message=${data.request} />
    ${data.response ? html`<${Message} title=${`Answer ${data.status}`} message=${data.response} />` : html`<p class="bad">The connection was closed without an answer.</p>`}`;
}

const Message = ({ title, message }) => html`
  <h2>${title}</h2>
  <dl class="headers" aria-label=${`Headers of the ${title.toLowerCase()}`}>${Object.entries(message?.headers ?? {}).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  ${message?.body !== undefined ? html`<${Json} value=${message.body} label=${`Body of the ${title.toLowerCase()}`} />` : html`<p class="sub">${message?.length > 0 ? `a body of ${message.length} bytes that is no JSON` : 'without a body'}</p>`}
  ${message?.truncated && html`<p class="sub">Only its beginning was kept.</p>`}`;

// What is masked cannot be sent again as it was: the token is any, and the rest is for whoever copies it to fill in.
function asCurl(request) {
  const quote = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;
  const parts = [`curl -i${request.method === 'GET' ? '' : ` -X ${request.method}`} ${quote(`${urlOf(request.path)}${request.query ?? ''}`)}`];
  if (world.value !== 'default') parts.push(`-H ${quote(`X-Emulator-World: ${world.value}`)}`);
  parts.push("-H 'Authorization: Bearer anything'");
  if (request.request?.body !== undefined) {
    parts.push("-H 'Content-Type: application/json'");
    parts.push(`--data ${quote(typeof request.request.body === 'string' ? request.request.body : JSON.stringify(request.request.body))}`);
  }
  return parts.join(' \\\n  ');
}

// Faults that one wants again and again; each is on as long as it is there.
const usual = [
  { name: 'Differences are unavailable', body: { operation: 'getDifferenceList', status: 503, retry_after: 'PT5S' } },
  { name: 'Snapshots are refused: too many', body: { operation: 'createMemberSnapshot', status: 429, retry_after: 'PT5S' } },
  { name: 'The answer to a snapshot is lost, once', body: { operation: 'createMemberSnapshot', lose_answer: true, times: 1 } },
  { name: 'Every token has expired', body: { path: '/api/v1/**', expired_token: true } },
  { name: 'Everything takes two seconds', body: { path: '/api/v1/**', delay: 'PT2S' } },
  { name: 'One request in five breaks off', body: { path: '/api/v1/**', abort: true, probability: 0.2, seed: 1 } },
];

const isSame = (fault, body) => Object.entries(body).every(([name, value]) => String(fault[name]) === String(value))
  && ['operation', 'path', 'method', 'status', 'abort', 'truncate', 'lose_answer', 'expired_token', 'delay', 'times', 'probability'].every((name) => (name in body) || fault[name] === undefined || fault[name] === false);

function Faults() {
  const { data, error, again } = useLive(['fault', 'request'], () => all(control, 'faults'), [world.value]);
  if (!data) return error ? html`<${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  const add = async (body) => { await control('faults', { method: 'POST', body }); again(); };
  const remove = async (fault) => { await control(`faults/${fault.id}`, { method: 'DELETE' }); again(); };
  const others = data.filter((fault) => !usual.some(({ body }) => isSame(fault, body)));
  return html`
    <${Title}>Faults<//>
    <p>Requests to Noyo's paths that go wrong. This page's own reads meet none.</p>
    <ul class="switches">
      ${usual.map(({ name, body }) => html`<${Switch} name=${name} body=${body} fault=${data.find((fault) => isSame(fault, body))} add=${add} remove=${remove} />`)}
      ${others.map((fault) => html`<${Switch} key=${fault.id} name=${describe(fault)} fault=${fault} add=${add} remove=${remove} isCurrent=${fault.id === id.value} />`)}
    </ul>
    ${data.length > 0 && html`<div class="buttons"><${Action} run=${async () => { await control('faults', { method: 'DELETE' }); again(); }} done="No request goes wrong any more">Switch all off<//></div>`}
    <h2>Another one</h2>
    <${Form} class="grid" button="Switch on" done="It is on" submit=${(values) => add(bodyOf(values))}>
      <${Field} label="Operation id, or a path" name="target" required placeholder="getDifferenceList or /api/v1/groups/*" />
      <${Field} label="What happens" name="effect" options=${[['status', 'answer with the status below'], ['abort', 'close the connection'], ['truncate', 'half of the answer'], ['lose_answer', 'do it, and lose the answer'], ['expired_token', '401, the token has expired'], ['delay', 'the real answer, only later']]} />
      <${Field} label="Status" name="status" type="number" min="400" max="599" defaultValue="503" />
      <${Field} label="Delay" name="delay" placeholder="2s" />
      <${Field} label="How many times" name="times" type="number" min="1" hint="empty: always" />
    <//>
    <details><summary>From a command line</summary><${Copyable} text=${curl('_emulator/faults', { method: 'POST', root: urlOf(''), world: world.value, body: usual[0].body })} /></details>`;
}

function bodyOf({ target, effect, status, delay, times }) {
  return {
    ...(target.includes('/') ? { path: target } : { operation: target }),
    ...(effect === 'status' ? { status: Number(status) } : effect === 'delay' ? {} : { [effect]: true }),
    ...(delay && { delay }),
    ...(times && { times: Number(times) }),
  };
}

function describe(fault) {
  const what = fault.status ? `answers ${fault.status}` : fault.abort ? 'breaks off' : fault.truncate ? 'is cut in half' : fault.lose_answer ? 'loses its answer' : fault.expired_token ? 'finds its token expired' : `takes ${fault.delay}`;
  return `${fault.method ?? ''} ${fault.operation ?? fault.path} ${what}`.trim();
}

function Switch({ name, body, fault, add, remove, isCurrent }) {
  const toggle = async () => (fault ? remove(fault) : add(body));
  return html`
    <li aria-current=${isCurrent ? 'true' : undefined}>
      <${Action} class=${`switch ${fault ? 'on' : ''}`} role="switch" aria-checked=${Boolean(fault)} run=${toggle} done=${fault ? `Off: ${name}` : `On: ${name}`}><span class="knob" aria-hidden="true"></span>${name}<//>
      <span class="counter">${fault ? html`${fault.hits} hit${fault.remaining !== undefined ? `, ${fault.remaining} left` : ''}` : ''}</span>
    </li>`;
}
