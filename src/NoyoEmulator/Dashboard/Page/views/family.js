// A family as the platform states it and as each carrier holds it, side by side; the carrier's side can be edited.
import { useState } from 'preact/hooks';
import { all, control, noyo, world } from '../api.js';
import { html } from '../html.js';
import { useLive } from '../live.js';
import { carriers, fullName, note } from '../names.js';
import { addressOf, id } from '../route.js';
import { Action, Copyable, Count, Empty, Id, Json, Problem, Status, Time, Title, Waiting, say } from '../ui.js';

const familyKinds = ['member_snapshot', 'employee', 'dependent', 'individual_enrollment', 'carrier_record', 'difference'];

// How the fields of a member and of an enrollment are called by differences of each type.
const ofPerson = {
  dob: ['person.date_of_birth'], ssn: ['person.ssn'], sex: ['person.sex'], name: ['person.first_name', 'person.last_name', 'person.middle_name', 'person.suffix'],
  marital_status: ['person.marital_status'], relationship: ['relationship'], home_address: ['person.home_address'], mailing_address: ['person.mailing_address'],
  phone_number: ['person.contact'], email_address: ['person.contact.email_address'], tobacco: ['person.tobacco'], hire_date: ['employment.employment_dates.hire_date'],
  employment_status: ['employment.employment_status'], salary: ['employment.salary'],
};
const ofEnrollment = {
  ie_effective_start_date: ['effective_start_date'], ie_effective_end_date: ['effective_end_date'], ie_plan: ['plan_id', 'plan_name'], ie_volume: ['volume'],
  ie_cobra: ['cobra'], ie_carrier_config: ['carrier_config'], ie_pcp: ['pcp'],
};
const enrollmentFields = ['plan_id', 'effective_start_date', 'effective_end_date', 'volume'];

/** Platform and carriers of one family, by its employee. */
export function FamilySides({ employeeId, carrierIds }) {
  const { data, error, again } = useLive(familyKinds, () => readFamily(employeeId, carrierIds), [employeeId, carrierIds?.join(), carriers.value.length, world.value]);
  if (!data) return error ? html`<${Problem} error=${error} again=${again} />` : html`<${Waiting} tall />`;
  return html`
    <div class="legend"><span class="differs">differs</span> leads to the difference; <span class="unlike">unlike</span> is not the same, and no difference tells of it (yet). A carrier's value can be edited.</div>
    ${data.members.map((member) => html`<${Member} key=${member.id} member=${member} sides=${data.sides} differences=${data.differences} />`)}
    <div class="buttons">
      ${data.sides.filter((side) => side.records.size > 0 || side.isAsked).map((side) => html`
        <${Action} run=${() => control(`carriers/${side.id}/sync`, { method: 'POST', body: { employee_id: employeeId } })}
          done=${(result) => `Compared with ${side.name}: ${result.created.length} new, ${result.raised.length} raised, ${result.resolved.length} resolved`}>Compare with ${side.name} now<//>`)}
    </div>`;
}

async function readFamily(employeeId, carrierIds) {
  const path = `fulfillment/api/v1/employees/${encodeURIComponent(employeeId)}`;
  const wanted = carriers.value.filter((carrier) => !carrierIds || carrierIds.includes(carrier.id));
  const [employee, dependents, enrollments, differences, ...records] = await Promise.all([
    noyo(path), all(noyo, `${path}/dependents`), all(noyo, `${path}/individual_enrollments`, { include_dependents: true }),
    all(noyo, `tracking/api/v1/employees/${encodeURIComponent(employeeId)}/differences`, { is_open: true, include_unavailable: true }),
    ...wanted.map((carrier) => all(control, `carriers/${carrier.id}/records`, { employee_id: employeeId })),
  ]);
  const sides = wanted.map((carrier, index) => ({
    id: carrier.id, name: carrier.display_name, isAsked: Boolean(carrierIds), records: new Map(records[index].map((record) => [record.individual_id, record])),
  })).filter((side) => side.isAsked || side.records.size > 0);
  const members = [employee, ...dependents].map((member) => {
    note(member.id, fullName(member.person));
    return { ...member, enrollments: enrollments.filter((enrollment) => enrollment.individual_id === member.id) };
  });
  // Whom only a carrier knows.
  for (const side of sides) {
    for (const record of side.records.values()) {
      if (!members.some((member) => member.id === record.individual_id)) members.push({ id: record.individual_id, person: null, enrollments: [], relationship: record.relationship, isForeign: true });
    }
  }
  return { members, sides, differences };
}

function Member({ member, sides, differences }) {
  const [showsAll, setShowsAll] = useState(false);
  const every = rowsOf(member, sides, differences);
  // What is the same everywhere is in the way of what is not; coverage is always worth a look.
  const rows = showsAll ? every : every.filter((row) => row.isCoverage || row.differences.some(Boolean) || row.values.some((value, place) => isUnlike(row, value, sides[place].records.get(member.id))));
  const folded = every.length - rows.length;
  const name = fullName(member.person ?? sides.map((side) => side.records.get(member.id)).find(Boolean)?.person);
  return html`
    <section class="member">
      <h3>${name || 'A member'} <span class="sub">${member.isForeign ? 'only the carrier has it' : member.relationship ?? 'employee'}, <${Id} value=${member.id} /></span></h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${`${name}, side by side`}>
        <table class="beside">
          <thead><tr><th scope="col">Field</th><th scope="col">Platform</th>${sides.map((side) => html`<th scope="col">${side.name}</th>`)}</tr></thead>
          <tbody>${rows.map((row) => html`
            <tr key=${row.key} class=${row.isHead ? 'line' : ''}>
              <th scope="row">${row.label}</th>
              <td>${shown(row.platform)}</td>
              ${row.values.map((value, index) => html`<${Held} key=${sides[index].id} value=${value} row=${row} side=${sides[index]} member=${member} difference=${row.differences[index]} />`)}
            </tr>`)}</tbody>
        </table>
      </div>
      ${(folded > 0 || showsAll) && html`<button type="button" class="quiet" aria-expanded=${showsAll} onClick=${() => setShowsAll(!showsAll)}>${showsAll ? 'Only what differs' : html`<${Count} value=${folded} one="more field" many="more fields" />, the same everywhere`}</button>`}
    </section>`;
}

/** What a carrier holds of one field; a button to change it. */
function Held({ value, row, side, member, difference }) {
  const [isEdited, setEdited] = useState(false);
  const record = side.records.get(member.id);
  const isOther = !difference && isUnlike(row, value, record);
  if (isEdited) return html`<td><${Edit} row=${row} side=${side} member=${member} record=${record} value=${value} close=${() => setEdited(false)} /></td>`;
  return html`
    <td class=${difference ? 'differs' : isOther ? 'unlike' : ''}>
      ${shown(value)}
      ${difference && html` <a class="to-difference" href=${addressOf('differences', { id: difference.id })}>≠ ${difference.difference_type}${difference.discrepancy_time ? ', discrepancy' : ''}</a>`}
      ${isOther && html` <span class="sub">≠</span>`}
      ${record && row.path && html` <button type="button" class="quiet edit" aria-label=${`Edit ${row.label} at ${side.name}`} onClick=${() => setEdited(true)}>edit</button>`}
    </td>`;
}

function Edit({ row, side, member, record, value, close }) {
  const [text, setText] = useState(value === undefined || value === null ? '' : String(value));
  const patch = patchOf(row.path, text === '' ? null : typeof value === 'number' ? Number(text) : text, record);
  const path = `carriers/${side.id}/records/${member.id}`;
  const send = async () => {
    await control(path, { method: 'PATCH', body: patch });
    const result = await control(`carriers/${side.id}/sync`, { method: 'POST', body: { employee_id: member.employee_id ?? member.id } });
    say(`${side.name} has it, and was compared: ${result.created.length} new, ${result.raised.length} raised, ${result.resolved.length} resolved`);
    close();
  };
  return html`
    <div class="edit-form">
      <label>${row.label} at ${side.name}<input type="text" autofocus value=${text} onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${(event) => { if (event.key === 'Escape') close(); }} /></label>
      <details open><summary>Merge patch</summary><${Json} value=${patch} label="Merge patch" /></details>
      <div class="buttons"><${Action} class="main" run=${send}>Send and compare<//><${Action} run=${async () => { await control(path, { method: 'PATCH', body: patch }); close(); }} done="The carrier has it; nobody has compared yet">Send only<//><button type="button" onClick=${close}>Cancel</button></div>
    </div>`;
}

/** The merge patch (RFC 7396) that sets one field. An array can only be replaced whole. */
function patchOf([first, ...rest], value, record) {
  if (first === 'enrollments') {
    const [line, field] = rest;
    return { enrollments: record.enrollments.map((enrollment) => (enrollment.line_of_coverage === line ? { ...enrollment, [field]: value ?? undefined } : enrollment)) };
  }
  return { [first]: rest.length === 0 ? value : patchOf(rest, value, record) };
}

function rowsOf(member, sides, differences) {
  const records = sides.map((side) => side.records.get(member.id));
  const mine = differences.filter((difference) => difference.object_id === member.id);
  const rows = [];
  const add = (key, label, platform, values, path, find, isHead = false) => rows.push({
    key, label, platform, values, path, isHead, isCoverage: isHead || path[0] === 'enrollments', differences: sides.map((side) => find(side)),
  });

  const lines = new Set([...member.enrollments.map((each) => each.line_of_coverage), ...records.flatMap((record) => record?.enrollments?.map((each) => each.line_of_coverage) ?? [])]);
  for (const line of lines) {
    const stated = member.enrollments.find((each) => each.line_of_coverage === line);
    const held = records.map((record) => record?.enrollments?.find((each) => each.line_of_coverage === line));
    const missing = (side) => differences.find((difference) => difference.carrier_id === side.id && ['missing_ie', 'new_hire'].includes(difference.difference_type)
      && (difference.object_id === member.id || difference.object_id === stated?.id)
      && (difference.fields[0]?.platform_value ?? difference.fields[0]?.carrier_value)?.line_of_coverage === line);
    add(line, line.replaceAll('_', ' '), stated ? 'enrolled' : undefined, held.map((each) => (each ? 'enrolled' : undefined)), null, missing, true);
    for (const field of enrollmentFields) {
      const values = held.map((each) => each?.[field]);
      const platform = field === 'volume' ? stated?.volume ?? stated?.enroll_data?.volume?.amount ?? stated?.enroll_data?.volume : stated?.[field];
      if ([platform, ...values].every((value) => value === undefined)) continue;
      add(`${line}.${field}`, field.replaceAll('_', ' '), platform, values, ['enrollments', line, field],
        (side) => differences.find((difference) => difference.carrier_id === side.id && difference.object_id === stated?.id && (ofEnrollment[difference.difference_type] ?? []).includes(field)));
    }
  }

  const documents = [member, ...records].map((document) => leaves({ person: document?.person, employment: document?.employment, relationship: document?.relationship }));
  for (const path of new Set(documents.flatMap((each) => [...each.keys()]))) {
    const platform = documents[0].get(path);
    const values = documents.slice(1).map((each) => each.get(path));
    // What no carrier keeps says nothing of them.
    if (values.every((value) => value === undefined)) continue;
    add(path, path.replace(/^person\.|^employment\.(employment_dates\.)?/, '').replaceAll('_', ' ').replaceAll('.', ', '), platform, values, path.split('.'),
      (side) => mine.find((difference) => difference.carrier_id === side.id && (ofPerson[difference.difference_type] ?? []).some((prefix) => path === prefix || path.startsWith(`${prefix}.`))));
  }

  return rows;
}

/** The values of a document by their paths. */
function leaves(document, path = '', found = new Map()) {
  for (const [name, value] of Object.entries(document ?? {})) {
    const here = path ? `${path}.${name}` : name;
    if (value && typeof value === 'object' && !Array.isArray(value)) leaves(value, here, found);
    else if (value !== undefined && value !== null) found.set(here, Array.isArray(value) ? JSON.stringify(value) : value);
  }
  return found;
}

const same = (one, other) => String(one ?? '').toLowerCase() === String(other ?? '').toLowerCase();

/** Whether a carrier's value is another than the platform's. Whom it has no record of, it says nothing of but what he is enrolled in. */
const isUnlike = (row, value, record) => row.platform !== undefined && (Boolean(record) || row.isHead) && !same(row.platform, value);

const shown = (value) => (value === undefined || value === null ? html`<span class="sub">none</span>` : String(value));

/** The page of a family: its sides, and what the platform stated of it from version to version. */
export function Family() {
  const employeeId = id.value;
  const path = `fulfillment/api/v1/employees/${encodeURIComponent(employeeId)}`;
  const { data, error, again } = useLive(['employee', 'member_snapshot'], () => Promise.all([noyo(path), readHistory(path)]), [employeeId]);
  if (!data) return error ? html`<${Title}>Family<//><${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  const [employee, history] = data;
  return html`
    <div class="page">
      <header class="object">
        <${Title}>${fullName(employee.person)}'s family<//>
        <p>employee <${Id} value=${employee.id} />, version <${Id} value=${employee.version} />, changed <${Time} at=${employee.modified} />, <a href=${addressOf('differences', { filters: { employee_id: employee.id } })}>differences</a></p>
      </header>
      <h2>Platform and carriers now</h2>
      <${FamilySides} employeeId=${employee.id} />
      <h2>History</h2>
      <${History} history=${history} />
      <${Copyable} label="Id" text=${employee.id} />
    </div>`;
}

/** The newest snapshots of a family with what each changed against the one before it. */
async function readHistory(path) {
  const { meta, response } = await noyo(`${path}/member_snapshots`, { query: { page_size: 20 } });
  const snapshots = await Promise.all(response.map((each) => noyo(`fulfillment/api/v1/member_snapshots/${each.id}`)));
  return {
    total: meta.total_records,
    versions: snapshots.map((snapshot, index) => ({ ...snapshot, changes: changesOf(stated(snapshots[index + 1]), stated(snapshot)), isFirst: index + 1 === meta.total_records })),
  };
}

// What a snapshot says of each member and coverage, by who and what it is about and not by its place.
function stated(snapshot) {
  if (!snapshot) return new Map();
  const { employee, dependents = [], coverages = [] } = snapshot.member_snapshot;
  const found = leaves({ employee: { person: employee.person, employment: employee.employment } });
  const names = new Map([[employee.id, fullName(employee.person)], ...dependents.map((each) => [each.id, fullName(each.person)])]);
  dependents.forEach((each) => leaves({ [fullName(each.person)]: { person: each.person, relationship: each.relationship } }, '', found));
  for (const coverage of coverages) {
    for (const member of coverage.enrolled_members ?? []) {
      const { individual_id: who, individual_type: type, event_id: event, ...rest } = member;
      leaves({ [`${coverage.line_of_coverage} of ${names.get(who) ?? type}`]: { ...rest, plan: coverage.plan_id ?? coverage.plan_name } }, '', found);
    }
  }
  return found;
}

const changesOf = (before, after) => [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).map((path) => ({ path, from: before.get(path), to: after.get(path) }));

function History({ history: { total, versions } }) {
  if (versions.length === 0) return html`<${Empty} title="No snapshot of this family"><p>It came with the seed, or by Noyo's other calls.</p><//>`;
  const most = 12;
  return html`
    <ol class="history">${versions.map((version) => html`
      <li>
        <p><a href=${addressOf('snapshots', { id: version.id })}><${Time} at=${version.created} /></a> <${Status} value=${version.status} /> <span class="sub">version <${Id} value=${version.version} /></span></p>
        ${version.isFirst ? html`<p class="sub">the first snapshot: <${Count} value=${version.member_snapshot.dependents?.length ?? 0} one="dependent" />, <${Count} value=${version.member_snapshot.coverages?.length ?? 0} one="coverage" /></p>`
          : version.changes.length === 0 ? html`<p class="sub">says the same as the one before</p>` : html`
          <ul class="plain">${version.changes.slice(0, most).map((change) => html`<li>${change.path.replaceAll('_', ' ').replaceAll('.', ' › ')}: ${shown(change.from)} → ${shown(change.to)}</li>`)}
            ${version.changes.length > most && html`<li>and ${version.changes.length - most} more</li>`}</ul>`}
      </li>`)}</ol>
    ${total > versions.length && html`<p class="sub">These are the newest ${versions.length} of ${total}.</p>`}`;
}
