// Carriers: what each makes of what it is sent, as a form over what there is, with the JSON beside it; what it holds back; what it has.
import { useState } from 'preact/hooks';
import { all, control, urlOf, world } from '../api.js';
import { html } from '../html.js';
import { changed, useLive } from '../live.js';
import { carriers, carriersError, employeeName, fullName, groupName } from '../names.js';
import { addressOf, id } from '../route.js';
import { Action, Copyable, Count, Empty, Field, Id, Problem, Title, Waiting, curl } from '../ui.js';
import { WindowedList } from '../windowed.js';

const lines = ['', 'medical', 'dental', 'vision', 'life', 'dependent_life', 'voluntary_life', 'std', 'ltd', 'accident', 'critical_illness', 'hospital'];
const matches = ['group_id', 'employee_id', 'individual_id', 'line_of_coverage', 'plan_id', 'plan_name'];

// Each effect: its name on the wire, what it is called, and how its value is written, where it has one.
const effects = [
  { name: 'accept', text: 'records it as sent', read: () => true },
  { name: 'effective_start_date', text: 'starts coverage on another day', hint: 'first_of_next_month, +P10D or a date', first: 'first_of_next_month', read: (text) => text, write: (value) => value },
  { name: 'set', text: 'records other values', hint: 'JSON: {"volume": 1, "person.last_name": "Smyth"}', first: '{"volume": 1}', read: JSON.parse, write: JSON.stringify },
  { name: 'truncate', text: 'cuts texts', hint: 'JSON: {"person.last_name": 8}', first: '{"person.last_name": 8}', read: JSON.parse, write: JSON.stringify },
  { name: 'uppercase', text: 'writes texts in capitals', hint: 'paths, separated by commas', first: 'person.last_name', read: (text) => text.split(',').map((each) => each.trim()).filter(Boolean), write: (value) => value.join(', ') },
  { name: 'drop', text: 'loses it, and says nothing', read: () => true },
  { name: 'reject', text: 'refuses the transaction', hint: 'errors, separated by semicolons', first: 'Rejected by the carrier', read: (text) => ({ errors: text.split(';').map((each) => each.trim()).filter(Boolean) }), write: (value) => value.errors.join('; ') },
  { name: 'hold', text: 'decides nothing until it is released', read: () => true },
];

export function Carriers() {
  const error = carriersError.value;
  // On a narrow screen the list stands above the rest, which would move when it comes.
  if (carriers.value.length === 0 && !error && !id.value) return html`<h1 class="hidden">Carriers</h1><${Waiting} />`;
  return html`
    <div class=${id.value ? 'sides has-detail' : 'sides'}>
      <section class="side list" aria-label="Carriers">
        ${!id.value && html`<h1 class="hidden">Carriers</h1>`}
        ${error && html`<${Problem} error=${error} />`}
        <ul class="cards">${carriers.value.map((carrier) => html`
          <li aria-current=${carrier.id === id.value ? 'true' : undefined}><a class="whole" href=${addressOf('carriers', { id: carrier.id })}>${carrier.display_name}</a>
            <span class="sub">${carrier.behavior.tier === 'send' ? 'Send: files out, nothing back' : 'Sync: confirmed by round trips'}, <${Count} value=${carrier.behavior.rules.length} one="rule" />, <${Count} value=${carrier.records} one="record" /></span></li>`)}</ul>
      </section>
      <section class="side detail" aria-label="The carrier">${id.value ? html`<${Carrier} key=${id.value} wanted=${id.value} />` : html`
        <${SetAside} /><${Empty} title="What a carrier makes of what it is sent"><p>Choose one to let it err, hold or refuse. From a command line:</p>
          <${Copyable} text=${curl(`_emulator/carriers/${carriers.value[0]?.id ?? '{carrier_id}'}/behavior`, { method: 'PUT', root: urlOf(''), world: world.value, body: { rules: [{ match: {}, effect: 'hold' }] } })} /><//>`}</section>
    </div>`;
}

/** Steps that failed because of what they work on, which nothing but a person can mend. */
function SetAside() {
  const { data, again } = useLive(['step_set_aside'], () => all(control, 'steps/set-aside'), [world.value]);
  if (!data || data.length === 0) return null;
  return html`
    <section aria-label="Steps set aside"><h2>Steps that failed</h2>
      <ul class="plain">${data.map((step) => html`<li key=${step.number} class="held"><span class="bad">${step.kind} of <${Id} value=${step.id} />: ${step.reason}</span>
        <${Action} run=${async () => { await control('steps/release', { method: 'POST', body: { number: step.number } }); again(); }} done="It is tried again">Try again<//></li>`)}</ul></section>`;
}

function Carrier({ wanted }) {
  const path = `carriers/${encodeURIComponent(wanted)}`;
  const carrier = carriers.value.find((each) => each.id === wanted);
  const { data, error, again } = useLive(['carrier_behavior'], () => control(`${path}/behavior`), [wanted]);
  if (!data) return error ? html`<${Title}>Carrier<//><${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  return html`
    <p class="back"><a href=${addressOf('carriers')}>All carriers</a></p>
    <header class="object"><${Title}>${carrier?.display_name ?? 'Carrier'}<//><p>id <${Id} value=${wanted} /></p></header>
    <${Held} path=${path} />
    <h2>Behavior</h2>
    <${Behavior} path=${path} stored=${data} again=${again} />
    <h2>Records</h2>
    <${Records} wanted=${wanted} />`;
}

/** What waits for somebody to let it go. */
function Held({ path }) {
  const { data, again } = useLive(['clock', 'member_transaction', 'member_snapshot', 'group_connection', 'carrier_behavior'], () => control(`${path}/held`, { query: { page_size: 50 } }), [path]);
  const release = async (body) => {
    const result = await control(`${path}/release`, { method: 'POST', body });
    again();
    changed('scheduled_work');
    return result;
  };
  const done = (result) => `${result.released.length} released; on a frozen clock press drain`;
  if (!data) return null;
  const held = data.meta.total_records;
  return html`
    <h2>Held</h2>
    ${held === 0 ? html`<p class="sub">It holds nothing back.</p>` : html`
      <ul class="plain">${data.response.map((step) => html`<li key=${step.transaction_id ?? step.group_connection_id} class="held">
        <span>${step.kind} ${step.snapshot_id ? html`of <a href=${addressOf('snapshots', { id: step.snapshot_id })}>${employeeName(step.employee_id) ?? 'a family'}'s snapshot</a>` : html`<${Id} value=${step.group_connection_id} />`}, ${groupName(step.group_id)}</span>
        ${step.transaction_id && html`<${Action} run=${() => release({ transaction_id: step.transaction_id })} done=${done}>Release<//>`}</li>`)}</ul>
      <div class="buttons"><${Action} class="main" run=${() => release({})} done=${done}>Release all ${held}<//></div>`}`;
}

const draftOf = (behavior) => ({
  tier: behavior.tier,
  delays: { submit: behavior.delays?.submit ?? '', process: behavior.delays?.process ?? '', confirm: behavior.delays?.confirm ?? '' },
  confirmations: behavior.confirmations ?? '',
  connection: behavior.connection,
  rules: behavior.rules.map((rule) => {
    const combined = Object.keys(rule.effect).filter((name) => effects.some((each) => each.name === name) && rule.effect[name] !== false);
    const effect = effects.find((each) => each.name === combined[0]) ?? effects[0];
    return { match: { ...rule.match }, times: rule.times ?? '', effect: effect.name, value: effect.write ? effect.write(rule.effect[effect.name]) : '', kept: combined.length > 1 ? rule.effect : null };
  }),
});

/** The document that a draft stands for. Throws where a value cannot be read. */
function documentOf(draft) {
  const stated = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== '' && value !== undefined && value !== null));
  const delays = stated(draft.delays);
  return {
    tier: draft.tier,
    ...(Object.keys(delays).length > 0 && { delays }),
    ...(draft.confirmations !== '' && { confirmations: Number(draft.confirmations) }),
    ...(draft.connection && { connection: draft.connection }),
    rules: draft.rules.map((rule) => {
      const effect = effects.find((each) => each.name === rule.effect);
      return { match: stated(rule.match), ...(rule.times !== '' && { times: Number(rule.times) }), effect: rule.kept ?? { [effect.name]: effect.read(rule.value) } };
    }),
  };
}

function Behavior({ path, stored, again }) {
  const [draft, setDraft] = useState(() => draftOf(stored));
  const [text, setText] = useState(null);
  const { data: catalogue } = useLive([], () => all(control, 'behaviors'), []);
  let document = null;
  let problem = null;
  try {
    document = text === null ? documentOf(draft) : JSON.parse(text);
  } catch (error) {
    problem = error;
  }
  const change = (changes) => { setText(null); setDraft({ ...draft, ...changes }); };
  const changeRule = (index, changes) => change({ rules: draft.rules.map((rule, place) => (place === index ? { ...rule, ...changes } : rule)) });
  const write = (written) => {
    setText(written);
    try {
      setDraft(draftOf({ rules: [], tier: 'sync', ...JSON.parse(written) }));
    } catch {
      // Not yet JSON; the form follows when it is.
    }
  };
  const store = async (change) => {
    await control(`${path}/behavior`, change);
    setText(null);
    setDraft(draftOf(await control(`${path}/behavior`)));
    again();
  };
  return html`
    <div class="behavior">
      <div class="form">
        <${Field} label="Begin with a known behavior" value="" options=${[['', 'choose…'], ...(catalogue ?? []).map(({ name, description }) => [name, `${name}: ${description}`])]}
          onChange=${(event) => { const known = catalogue.find(({ name }) => name === event.currentTarget.value); if (known) { setText(null); setDraft(draftOf(known.behavior)); } }} />
        <fieldset><legend>Pace</legend><div class="grid">
          <${Field} label="Tier" value=${draft.tier} options=${['sync', 'send']} onChange=${(event) => change({ tier: event.currentTarget.value })} />
          ${['submit', 'process', 'confirm'].map((step) => html`<${Field} label=${`Delay to ${step}`} value=${draft.delays[step]} placeholder="PT3S, or manual" onInput=${(event) => change({ delays: { ...draft.delays, [step]: event.currentTarget.value } })} />`)}
          <${Field} label="Confirmations before a discrepancy" type="number" min="1" value=${draft.confirmations} onInput=${(event) => change({ confirmations: event.currentTarget.value })} />
        </div></fieldset>
        ${draft.rules.map((rule, index) => html`<${Rule} key=${index} rule=${rule} index=${index} used=${stored.rules[index]?.used} change=${(changes) => changeRule(index, changes)} remove=${() => change({ rules: draft.rules.filter((_, place) => place !== index) })} />`)}
        <div class="buttons"><button type="button" onClick=${() => change({ rules: [...draft.rules, { match: {}, times: '', effect: 'effective_start_date', value: 'first_of_next_month', kept: null }] })}>Add a rule</button></div>
      </div>
      <div class="json-side">
        <${Field} label="The same as JSON">${(input) => html`<textarea ...${input} rows="16" spellcheck=${false} value=${text ?? (document ? JSON.stringify(document, null, 2) : '')} onInput=${(event) => write(event.currentTarget.value)}></textarea>`}<//>
        ${problem && html`<p class="bad" role="alert">${problem.message}</p>`}
        <div class="buttons">
          <${Action} class="main" disabled=${document === null} run=${() => store({ method: 'PUT', body: document })} done="The carrier behaves so from now on">Save<//>
          <${Action} run=${() => store({ method: 'DELETE' })} done="As the seed has it">Back to the seed's<//>
        </div>
      </div>
    </div>`;
}

function Rule({ rule, index, used, change, remove }) {
  const effect = effects.find((each) => each.name === rule.effect);
  const stated = matches.filter((name) => rule.match[name] !== undefined);
  return html`
    <fieldset class="rule"><legend>Rule ${index + 1}${used > 0 && ` (used ${used} ${used === 1 ? 'time' : 'times'})`}</legend>
      <div class="grid">
        <${Field} label="The carrier" value=${rule.effect} options=${effects.map(({ name, text }) => [name, text])}
          onChange=${(event) => { const next = effects.find(({ name }) => name === event.currentTarget.value); change({ effect: next.name, value: next.first ?? '', kept: null }); }} />
        ${effect.hint && !rule.kept && html`<${Field} label="How" hint=${effect.hint} value=${rule.value} onInput=${(event) => change({ value: event.currentTarget.value })} />`}
        ${rule.kept && html`<p class="sub">several effects; edit them in the JSON</p>`}
        <${Field} label="How many times" type="number" min="1" value=${rule.times} hint="empty: always" onInput=${(event) => change({ times: event.currentTarget.value })} />
        <${Field} label="Only where" value="" options=${[['', stated.length === 0 ? 'every change' : 'also…'], ...matches.filter((name) => !stated.includes(name)).map((name) => [name, name.replaceAll('_', ' ')])]}
          onChange=${(event) => event.currentTarget.value && change({ match: { ...rule.match, [event.currentTarget.value]: event.currentTarget.value === 'line_of_coverage' ? 'dental' : '' } })} />
        ${stated.map((name) => html`<${Field} key=${name} label=${`where ${name.replaceAll('_', ' ')} is`} value=${rule.match[name]} ...${name === 'line_of_coverage' ? { options: [...new Set([...lines, rule.match[name]])] } : {}}
          onInput=${(event) => { const next = { ...rule.match, [name]: event.currentTarget.value }; if (next[name] === '') delete next[name]; change({ match: next }); }} />`)}
      </div>
      <div class="buttons"><button type="button" class="quiet" onClick=${remove}>Remove rule ${index + 1}</button></div>
    </fieldset>`;
}

function Records({ wanted }) {
  return html`
    <${WindowedList} label="Records" class="records" columns=${['Individual', 'Enrolled in']} kinds=${['carrier_record']} of=${JSON.stringify([world.value, wanted])}
      read=${(page) => control(`carriers/${encodeURIComponent(wanted)}/records`, { query: page })}
      row=${(record) => [html`<a class="whole" href=${addressOf('find', { id: record.individual_id })}>${fullName(record.person) || 'a member'}</a><span class="sub">${record.individual_type}</span>`,
        (record.enrollments ?? []).map((enrollment) => `${enrollment.line_of_coverage} from ${enrollment.effective_start_date}`).join(', ') || 'nothing']}
      empty=${html`<${Empty} title="It holds nothing"><p>Post a snapshot with a coverage of this carrier, and let time pass.</p><//>`} />`;
}
