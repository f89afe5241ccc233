// Differences: Noyo's list with its filters, and what one can do about them.
import { useState } from 'preact/hooks';
import { control, noyo, urlOf, world } from '../api.js';
import { html } from '../html.js';
import { useLive } from '../live.js';
import { carriers, employeeName, groupName, nameOf } from '../names.js';
import { addressOf, filters, id, refine } from '../route.js';
import { Action, Copyable, Empty, Field, Form, Id, Problem, Status, Time, Title, Waiting, curl } from '../ui.js';
import { WindowedList } from '../windowed.js';
import { Timeline, timelineKinds } from './timeline.js';

const types = ['', 'new_hire', 'missing_ie', 'ie_effective_start_date', 'ie_effective_end_date', 'ie_plan', 'ie_volume', 'ie_cobra', 'ie_carrier_config', 'ie_pcp', 'dob', 'ssn', 'name', 'sex', 'home_address', 'mailing_address', 'phone_number', 'email_address', 'marital_status', 'tobacco', 'relationship', 'hire_date', 'employment_status', 'salary'];
const classifications = ['', 'missing_from_carrier', 'field_mismatch', 'missing_from_platform'];
const objectTypes = ['', 'employee', 'dependent', 'individual_enrollment'];
const eitherWay = [['', 'either'], ['true', 'yes'], ['false', 'no']];

// Noyo's parameters; those below the line are rarely used.
const common = [
  { name: 'is_open', label: 'Open', options: eitherWay },
  { name: 'is_discrepancy', label: 'Discrepancy', options: eitherWay },
  { name: 'type', label: 'Type', options: types },
];
const further = [
  { name: 'is_dismissed', label: 'Dismissed', options: eitherWay },
  { name: 'classification', label: 'Classification', options: classifications },
  { name: 'object_type', label: 'Object type', options: objectTypes },
  { name: 'object_id', label: 'Object id' },
  { name: 'group_id', label: 'Group id' },
  { name: 'employee_id', label: 'Employee id' },
  { name: 'member_snapshot_id', label: 'Snapshot id' },
  { name: 'min_impact_score', label: 'Impact from', type: 'number', min: 1, max: 5 },
  { name: 'max_impact_score', label: 'Impact to', type: 'number', min: 1, max: 5 },
  { name: 'created_after', label: 'Created after (Unix seconds)' },
  { name: 'created_before', label: 'Created before (Unix seconds)' },
  { name: 'include_unavailable', label: 'Also suppressed', options: eitherWay },
  { name: 'sort_by', label: 'Sort by', options: ['', 'created', 'id'] },
  { name: 'sort_direction', label: 'Direction', options: ['', 'asc', 'desc'] },
];
const names = [...common, ...further].map(({ name }) => name);

export function Differences() {
  const [chosen, setChosen] = useState(new Set());
  const [total, setTotal] = useState(null);
  const query = Object.fromEntries(names.map((name) => [name, filters.value[name] ?? '']));
  const { employee_id: employeeId, ...others } = query;
  const path = employeeId ? `tracking/api/v1/employees/${encodeURIComponent(employeeId)}/differences` : 'tracking/api/v1/differences';
  const isFiltered = names.some((name) => query[name] !== '');
  const isFurther = further.some(({ name }) => query[name] !== '');
  const choose = (difference, isChosen) => {
    const next = new Set(chosen);
    if (isChosen) next.add(difference);
    else next.delete(difference);
    setChosen(next);
  };
  return html`
    <div class=${id.value ? 'sides has-detail' : 'sides'}>
      <section class="side list wide" aria-label="Differences">
        ${!id.value && html`<h1 class="hidden">Differences</h1>`}
        <form class="filters" onSubmit=${(event) => event.preventDefault()} aria-label="Filter differences">
          ${common.map((filter) => html`<${Filter} ...${filter} value=${query[filter.name]} />`)}
          <details open=${isFurther}><summary>more filters</summary><div class="filters">${further.map((filter) => html`<${Filter} ...${filter} value=${query[filter.name]} />`)}</div></details>
        </form>
        <${Bulk} chosen=${chosen} total=${total} clear=${() => setChosen(new Set())} />
        <${WindowedList} label="Differences" class="differences" columns=${[html`<span class="hidden">Chosen</span>`, 'What differs', 'Platform and carrier', 'Stands']} rowHeight=${60}
          kinds=${['difference']} of=${JSON.stringify([world.value, query])} onTotal=${setTotal}
          read=${async (page) => listOf(await noyo(path, { query: { ...others, ...page } }))}
          isCurrent=${(difference) => difference.id === id.value}
          row=${(difference) => [
            html`<input type="checkbox" class="choose" aria-label=${`Choose ${difference.difference_type} ${difference.id}`} checked=${chosen.has(difference.id)} onChange=${(event) => choose(difference.id, event.currentTarget.checked)} />`,
            html`<a class="whole" href=${addressOf('differences', { id: difference.id, filters: filters.value })}>${difference.difference_type}</a><span class="sub">${employeeName(difference.employee_id) ?? difference.object_type.replaceAll('_', ' ')} · ${groupName(difference.group_id)}</span>`,
            html`<${Values} difference=${difference} /><span class="sub">${nameOf(difference.carrier_id)}</span>`,
            html`<${Standing} difference=${difference} /><span class="sub"><${Time} at=${difference.created} /></span>`,
          ]}
          empty=${isFiltered
            ? html`<${Empty} title="No difference is like that"><p><button type="button" onClick=${() => refine(Object.fromEntries(names.map((name) => [name, ''])))}>Show all</button></p><//>`
            : html`<${Empty} title="No differences"><p>They arise when a carrier holds something else than the platform sent. Let a carrier err, then post a snapshot and let time pass:</p>
              <${Copyable} text=${curl(`_emulator/carriers/${carriers.value[0]?.id ?? '{carrier_id}'}/behavior`, { method: 'PUT', root: urlOf(''), world: world.value, body: { rules: [{ match: {}, effect: { effective_start_date: 'first_of_next_month' } }] } })} /><//>`} />
      </section>
      ${id.value && html`<section class="side detail" aria-label="The difference"><${Difference} key=${id.value} wanted=${id.value} /></section>`}
    </div>`;
}

/** A list may be configured to be an array (Noyo:DifferenceList), which says nothing of how many there are. */
const listOf = (answer) => (Array.isArray(answer) ? { meta: { total_records: answer.length }, response: answer } : answer);

function Filter({ name, label, value, options, ...input }) {
  const change = (event) => refine({ [name]: event.currentTarget.value });
  return options
    ? html`<label>${label} <select onChange=${change}>${options.map((option) => {
      const [each, text] = Array.isArray(option) ? option : [option, option.replaceAll('_', ' ') || 'any'];
      return html`<option value=${each} selected=${each === value}>${text}</option>`;
    })}</select></label>`
    : html`<label>${label} <input type="text" autocomplete="off" value=${value} onChange=${change} ...${input} /></label>`;
}

const act = (ids, action, body = {}) => noyo(`tracking/api/v1/differences/${action}`, { method: 'PUT', body: { ids, ...body } });

function Bulk({ chosen, total, clear }) {
  const ids = [...chosen];
  const told = (word) => (result) => `${result.ids.length} ${word}`;
  return html`
    <div class="bulk" role="group" aria-label="Chosen differences">
      <span>${chosen.size > 0 ? `${chosen.size} of ` : ''}${total === null ? '…' : total.toLocaleString('en')}</span>
      <${Action} disabled=${ids.length === 0} run=${() => act(ids, 'dismiss')} done=${told('dismissed')}>Dismiss<//>
      <${Action} disabled=${ids.length === 0} run=${() => act(ids, 'reopen')} done=${told('reopened')}>Reopen<//>
      <button type="button" disabled=${ids.length === 0} onClick=${clear}>Choose none</button>
    </div>`;
}

function valueText(value) {
  if (value === null || value === undefined) return 'none';
  if (typeof value !== 'object') return String(value);
  const telling = [value.line_of_coverage, value.street_one, value.city, value.first_name ?? value.member_first_name, value.last_name ?? value.member_last_name, value.amount];
  return telling.filter(Boolean).join(' ') || Object.values(value).filter((each) => typeof each !== 'object').join(' ') || 'there';
}

function Values({ difference }) {
  const [field, ...others] = difference.fields;
  if (!field) return null;
  return html`<span class="values">${valueText(field.platform_value)} <span class="unequal" title="differs from">≠</span> ${valueText(field.carrier_value)}${others.length > 0 && ` and ${others.length} more`}</span>`;
}

const Standing = ({ difference }) => (difference.resolved
  ? html`<${Status} value=${difference.replaced_by ? 'replaced' : 'resolved'} tone="good" />`
  : html`<${Status} value=${difference.discrepancy_time ? 'discrepancy' : 'open'} />${difference.is_dismissed && html` <${Status} value="dismissed" />`}`);

function Difference({ wanted }) {
  const path = `tracking/api/v1/differences/${encodeURIComponent(wanted)}`;
  const { data, error, again } = useLive(['difference', 'event', 'attempt'], () => Promise.all([noyo(path), control(`explain/${encodeURIComponent(wanted)}`)]), [wanted]);
  if (!data) return error ? html`<${Title}>Difference<//><${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  const [difference, story] = data;
  const snapshot = difference.sources?.find((source) => source.member_snapshot_id)?.member_snapshot_id;
  return html`
    <p class="back"><a href=${addressOf('differences', { filters: filters.value })}>All differences</a></p>
    <header class="object">
      <${Title}>${difference.difference_type}<//>
      <p><${Standing} difference=${difference} /> ${difference.difference_classification.replaceAll('_', ' ')}, impact ${difference.impact_score} of 5</p>
      <p>${employeeName(difference.employee_id) ? html`<a href=${addressOf('families', { id: difference.employee_id })}>${employeeName(difference.employee_id)}'s family</a>` : html`<${Id} value=${difference.employee_id} />`}${' '}
        at <a href=${addressOf('carriers', { id: difference.carrier_id })}>${nameOf(difference.carrier_id) ?? 'the carrier'}</a>, ${difference.object_type.replaceAll('_', ' ')} <${Id} value=${difference.object_id} />${snapshot && html`, seen with <a href=${addressOf('snapshots', { id: snapshot })}>this snapshot</a>`}</p>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label="Fields"><table class="beside">
      <thead><tr><th scope="col">Field</th><th scope="col">Platform</th><th scope="col">Carrier</th></tr></thead>
      <tbody>${difference.fields.flatMap((field) => fieldRows(field)).map((row) => html`<tr><th scope="row">${row.key}</th><td>${row.platform}</td><td class=${row.platform === row.carrier ? '' : 'differs'}>${row.carrier}</td></tr>`)}</tbody>
    </table></div>
    <div class="buttons">
      ${difference.is_dismissed
        ? html`<${Action} run=${() => noyo(`${path}/reopen`, { method: 'PUT' })} done="Reopened">Reopen<//>`
        : html`<${Action} run=${() => noyo(`${path}/dismiss`, { method: 'PUT' })} done="Dismissed" disabled=${Boolean(difference.resolved)}>Dismiss<//>`}
    </div>
    <${Form} class="inline" button="Assign" done=${(answer) => (answer?.assignee_id === null ? 'Assigned to nobody' : 'Assigned')}
      submit=${({ assignee }) => noyo(`${path}/assign`, { method: 'PUT', body: { assignee_id: assignee.trim() || null } })}>
      <${Field} label="Assign to" name="assignee" hint=${difference.assignee_id ? `now ${difference.assignee_id}; leave it empty for nobody` : 'any text; empty: nobody'} defaultValue=${difference.assignee_id ?? ''} />
    <//>
    <h2>What happened</h2>
    <${Timeline} entries=${story.entries} />
    <h2>Sightings</h2>
    <ol class="plain">${(difference.sources ?? []).map((source) => html`<li><${Time} at=${source.created} /> ${source.stage.replaceAll('_', ' ')}${source.is_discrepancy ? ', a discrepancy' : ''}${source.resolves_difference ? ', resolved' : ''}</li>`)}</ol>
    <${Copyable} label="Id" text=${difference.id} />`;
}

function fieldRows({ key, platform_value: platform, carrier_value: carrier }) {
  const parts = [platform, carrier].find((value) => value && typeof value === 'object');
  if (!parts) return [{ key: key.replaceAll('_', ' '), platform: valueText(platform), carrier: valueText(carrier) }];
  return [...new Set([...Object.keys(platform ?? {}), ...Object.keys(carrier ?? {})])]
    .map((name) => ({ key: name.replaceAll('_', ' '), platform: valueText(platform?.[name]), carrier: valueText(carrier?.[name]) }));
}
