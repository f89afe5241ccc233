// Member snapshots, and what became of one: its story, and platform and carriers side by side.
import { control, noyo, urlOf, world } from '../api.js';
import { html } from '../html.js';
import { useLive } from '../live.js';
import { carriers, fullName, nameOf, note } from '../names.js';
import { addressOf, filters, go, id, part, refine } from '../route.js';
import { Action, Copyable, Count, Empty, Id, Json, Places, Problem, Status, Time, Title, Told, Waiting, curl } from '../ui.js';
import { WindowedList } from '../windowed.js';
import { FamilySides } from './family.js';
import { Timeline, timelineKinds } from './timeline.js';

const statuses = ['', 'submitted', 'processing', 'completed', 'canceled', 'replaced'];
const guideGroup = 'a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e';

export function Snapshots() {
  return html`
    <div class=${id.value ? 'sides has-detail' : 'sides'}>
      <section class="side list" aria-label="Member snapshots"><${SnapshotList} /></section>
      <section class="side detail" aria-label="The snapshot">${id.value ? html`<${Snapshot} key=${id.value} wanted=${id.value} />` : html`<${Guide} />`}</section>
    </div>`;
}

function SnapshotList() {
  const { status = '', carrier_id: carrier = '', search = '' } = filters.value;
  const query = { status, carrier_id: carrier, search };
  const isFiltered = status !== '' || carrier !== '' || search !== '';
  return html`
    <form class="filters" onSubmit=${(event) => event.preventDefault()} aria-label="Filter snapshots">
      <label>Status <select onChange=${(event) => refine({ status: event.currentTarget.value })}>${statuses.map((value) => html`<option value=${value} selected=${value === status}>${value || 'any'}</option>`)}</select></label>
      <label>Carrier <select class="steady" onChange=${(event) => refine({ carrier_id: event.currentTarget.value })}><option value="">any</option>${carriers.value.map((each) => html`<option value=${each.id} selected=${each.id === carrier}>${each.display_name}</option>`)}</select></label>
      <label>Name <input type="search" value=${search} autocomplete="off" onChange=${(event) => refine({ search: event.currentTarget.value })} /></label>
    </form>
    <${WindowedList} label="Member snapshots" class="snapshots" columns=${['Family', 'Status', 'Open']} rowHeight=${76}
      kinds=${['member_snapshot', 'difference', 'employee', 'group']} of=${JSON.stringify([world.value, query])}
      read=${(page) => control('snapshots', { query: { ...query, ...page } })}
      isCurrent=${(snapshot) => snapshot.id === id.value}
      row=${(snapshot) => {
        note(snapshot.employee.id, fullName(snapshot.employee));
        note(snapshot.group.id, snapshot.group.name);
        return [
          html`<a class="whole" href=${addressOf('snapshots', { id: snapshot.id, filters: filters.value })}>${snapshot.employee.last_name}<span class="more">, ${snapshot.employee.first_name}</span></a>
            <span class="sub">${snapshot.group.name}</span><span class="sub"><${Time} at=${snapshot.created} /></span>`,
          html`<${Status} value=${snapshot.status} />${snapshot.carriers.slice(0, 2).map((carrier) => html`<span class="sub">${carrier.name} ${carrier.status}</span>`)}`,
          html`<${Open} differences=${snapshot.differences} />`,
        ];
      }}
      empty=${isFiltered
        ? html`<${Empty} title="No snapshot is like that"><p><button type="button" onClick=${() => refine({ status: '', carrier_id: '', search: '' })}>Show all</button></p><//>`
        : html`<${Empty} title="No snapshot yet"><p>A platform posts one for each family. Try the guide's, on the right, or post your own:</p><${PostCommand} /><//>`} />`;
}

const Open = ({ differences }) => (differences.open === 0
  ? html`<span class="sub">${differences.total === 0 ? 'none' : 'none open'}</span>`
  : html`<span class=${differences.discrepancies > 0 ? 'bad' : 'busy'}>${differences.open} open</span>${differences.discrepancies > 0 && html`<span class="sub"><${Count} value=${differences.discrepancies} one="discrepancy" many="discrepancies" /></span>`}`);

const PostCommand = ({ label }) => html`<${Copyable} label=${label} text=${`${curl(`fulfillment/api/v1/groups/${guideGroup}/member_snapshots`, { root: urlOf(''), world: world.value, token: true })} \\\n  -H 'Content-Type: application/json' --data @docs/examples/guide-enroll-dependent.json`} />`;

/** What to do first: the guide's change, step by step. */
function Guide() {
  const freeze = () => control('clock', { method: 'PUT', body: { mode: 'frozen', now: '2024-08-20T12:00:00Z' } });
  const post = async () => {
    const body = await (await fetch('dashboard/guide-enroll-dependent.json')).json();
    const snapshot = await noyo(`fulfillment/api/v1/groups/${guideGroup}/member_snapshots`, { method: 'POST', body });
    go('snapshots', { id: snapshot.id });
  };
  return html`
    <div class="guide">
      <${Title}>What became of a snapshot<//>
      <p>Choose one in the list: its whole story is shown here, from the request to the last webhook. Or make one: the guide enrolls a dependent in vision from 22 August, with a carrier that starts coverage only on the first of a month.</p>
      <ol>
        <li><${Action} run=${freeze} done="It is noon on 20 August 2024, and stays so">Freeze the clock at 20 August 2024<//></li>
        <li><${Action} class="main" run=${post}>Post the guide's example<//></li>
        <li>Let two days pass: press <b>+1 d</b> twice above.</li>
      </ol>
      <p>The same from a command line, in a clone of the emulator:</p>
      <${PostCommand} label="Copy the guide's command" />
    </div>`;
}

function Snapshot({ wanted }) {
  const { data, error, again } = useLive(timelineKinds, async () => {
    const [snapshot, story] = await Promise.all([control(`snapshots/${encodeURIComponent(wanted)}`), control(`explain/${encodeURIComponent(wanted)}`)]);
    note(snapshot.group.id, snapshot.group.name);
    note(snapshot.employee.id, fullName(snapshot.employee));
    snapshot.members?.forEach((member) => note(member.id, fullName(member)));
    return { snapshot, story };
  }, [wanted]);
  if (!data) return error ? html`<${Title}>Snapshot<//><${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  const { snapshot, story } = data;
  const places = [['', 'Timeline and family'], ['document', 'Document'], ['transactions', 'Transactions']];
  return html`
    <p class="back"><a href=${addressOf('snapshots', { filters: filters.value })}>All snapshots</a></p>
    <header class="object">
      <${Title}>${fullName(snapshot.employee)}'s family<//>
      <p><${Status} value=${snapshot.status} /> ${snapshot.group.name}, posted <${Time} at=${snapshot.created} />, <a href=${addressOf('families', { id: snapshot.employee.id })}>family</a>, id <${Id} value=${snapshot.id} /></p>
      <ul class="carriers">${snapshot.carriers.map((carrier) => html`<li><a href=${addressOf('carriers', { id: carrier.id })}>${carrier.name}</a> <${Status} value=${carrier.status} />${carrier.errors?.length > 0 && html` <span class="bad">${carrier.errors.map((each) => each.message ?? JSON.stringify(each)).join('; ')}</span>`}</li>`)}</ul>
      <p><a href=${addressOf('differences', { filters: { member_snapshot_id: snapshot.id } })}><${Count} value=${snapshot.differences.total} one="difference" /></a>: ${snapshot.differences.open} open, <${Count} value=${snapshot.differences.discrepancies} one="discrepancy" many="discrepancies" /></p>
    </header>
    <${Places} label="Of this snapshot" current=${part.value} places=${places.map(([name, text]) => ({ name, text, href: addressOf('snapshots', { id: wanted, part: name, filters: filters.value }) }))} />
    ${part.value === 'document' ? html`<${Document} wanted=${wanted} />` : part.value === 'transactions' ? html`<${Transactions} wanted=${wanted} story=${story} />` : html`
      <${Timeline} entries=${story.entries} />
      <h2>Platform and carriers now</h2>
      <${FamilySides} employeeId=${snapshot.employee.id} carrierIds=${snapshot.carriers.map((carrier) => carrier.id)} />`}`;
}

function Document({ wanted }) {
  const { data, error } = useLive(['member_snapshot'], () => noyo(`fulfillment/api/v1/member_snapshots/${wanted}`), [wanted]);
  if (!data) return error ? html`<${Problem} error=${error} />` : html`<${Waiting} />`;
  return html`
    <h2>As it was taken in</h2><${Json} value=${data.member_snapshot} label="As it was taken in" />
    ${data.warnings.length > 0 && html`<h2>Warnings</h2><${Json} value=${data.warnings} label="Warnings" />`}
    <h2>As it was sent</h2><${Json} value=${data.inbound_snapshot} label="As it was sent" />`;
}

function Transactions({ story }) {
  const ids = [...new Set(story.entries.filter((entry) => ['submit', 'process', 'confirm'].includes(entry.kind)).map((entry) => entry.id))];
  const { data, error } = useLive(['member_transaction'], () => Promise.all(ids.map((each) => noyo(`fulfillment/api/v1/member_transactions/${each}`))), [ids.join()]);
  if (!data) return error ? html`<${Problem} error=${error} />` : html`<${Waiting} />`;
  if (data.length === 0) return html`<p>No carrier has got anything of it yet.</p>`;
  return data.map((transaction) => html`
    <article>
      <h2>${nameOf(transaction.carrier_id) ?? 'Carrier'}: <${Status} value=${transaction.status} /></h2>
      <p>${transaction.transaction_type.replaceAll('_', ' ')}, ${transaction.lines_of_coverage.join(', ')}, id <${Id} value=${transaction.id} /></p>
      <ol class="plain">${transaction.status_details.map((detail) => html`<li><${Time} at=${detail.event_created} /> ${detail.status_detail.replaceAll('_', ' ')}</li>`)}</ol>
      ${transaction.result?.error && html`<p class="bad"><${Told} text=${transaction.result.error} /></p>`}
    </article>`);
}
