// Worlds and their checkpoints: make, copy, go back, compare, delete.
import { useState } from 'preact/hooks';
import { all, control, download, urlOf, world } from '../api.js';
import { html } from '../html.js';
import { changed, useLive } from '../live.js';
import { addressOf, go } from '../route.js';
import { dateAndTime } from '../time.js';
import { Action, Copyable, Empty, Field, Form, Id, Problem, Status, Title, Waiting, curl } from '../ui.js';

export const Worlds = () => html`
  <div class="page">
    <${Title}>Worlds<//>
    <${List} />
    <${Create} />
    <h2>Checkpoints of ${world.value}</h2>
    <${Checkpoints} />
  </div>`;

// A world is deleted only by who says twice that it is meant.
function Sure({ run, done, children }) {
  const [isAsked, setAsked] = useState(false);
  return isAsked
    ? html`<${Action} class="danger" run=${run} done=${done}>Yes, ${children.toLowerCase()}<//> <button type="button" onClick=${() => setAsked(false)}>No</button>`
    : html`<button type="button" onClick=${() => setAsked(true)}>${children}</button>`;
}

function List() {
  const { data, error, again } = useLive(['world', 'clock', 'checkpoint'], () => all(control, 'worlds'), [world.value]);
  if (!data) return error ? html`<${Problem} error=${error} again=${again} />` : html`<${Waiting} tall />`;
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Worlds"><table>
      <thead><tr><th scope="col">World</th><th scope="col">Clock</th><th scope="col">Next due</th><th scope="col">Created</th><th scope="col">Do</th></tr></thead>
      <tbody>${data.map((each) => html`
        <tr key=${each.name} aria-current=${each.name === world.value ? 'true' : undefined}>
          <th scope="row"><a href=${addressOf('snapshots', { inWorld: each.name })}>${each.name}</a></th>
          <td>${each.broken ? html`<${Status} value="broken" /> ${each.broken}` : html`${dateAndTime(each.clock.now)} <${Status} value=${each.clock.mode === 'frozen' ? 'frozen' : 'running'} />`}</td>
          <td>${each.clock?.next_due ? dateAndTime(each.clock.next_due) : 'nothing'}</td>
          <td>${dateAndTime(each.created_at)}${each.expires_at && html`<span class="sub">until ${dateAndTime(each.expires_at)} unless used</span>`}</td>
          <td class="buttons">
            <${Sure} run=${async () => { await control('reset', { method: 'POST', inWorld: each.name }); changed('world'); }} done=${`${each.name} is as it was created`}>Reset<//>
            ${each.name !== 'default' && html`<${Sure} run=${async () => {
              await control(`worlds/${encodeURIComponent(each.name)}`, { method: 'DELETE', inWorld: null });
              if (each.name === world.value) go('worlds', { inWorld: 'default' });
              else changed('world');
            }} done=${`${each.name} is deleted`}>Delete<//>`}
          </td>
        </tr>`)}</tbody>
    </table></div>`;
}

function Create() {
  const { data: checkpoints } = useLive(['checkpoint'], () => all(control, 'checkpoints'), [world.value]);
  const create = async ({ name, from, checkpoint, now, seed }) => {
    const made = await control('worlds', {
      method: 'POST', inWorld: null,
      body: { ...(name && { name }), ...(from && { from }), ...(checkpoint && { checkpoint }), ...(now && { clock: { mode: 'frozen', now } }), ...(seed && { seed }) },
    });
    go('snapshots', { inWorld: made.name });
  };
  return html`
    <details class="create"><summary>Create a world, or fork one</summary>
      <${Form} class="grid" button="Create" done="Here it is" submit=${create}>
        <${Field} label="Name" name="name" hint="empty: one that no other has" />
        <${Field} label="A copy of" name="from" options=${[['', 'the seed'], [world.value, `the world ${world.value}`]]} />
        <${Field} label="As it was at" name="checkpoint" options=${[['', 'now'], ...(checkpoints ?? []).map(({ name }) => [name, `the checkpoint ${name}`])]} hint="of a copied world" />
        <${Field} label="Freeze its clock at" name="now" placeholder="2024-08-20T12:00:00Z" hint="empty: as configured, or as the copied world's" />
        <${Field} label="Seed of its ids" name="seed" hint="the same seed: the same ids" />
      <//>
      <${Copyable} text=${curl('_emulator/worlds/orders-tests', { method: 'PUT', root: urlOf(''), body: { seed: 'orders', clock: { mode: 'frozen', now: '2024-08-20T12:00:00Z' } } })} />
    </details>`;
}

function Checkpoints() {
  const { data, error, again } = useLive(['checkpoint'], () => all(control, 'checkpoints'), [world.value]);
  const [compared, setCompared] = useState(null);
  if (!data) return error ? html`<${Problem} error=${error} again=${again} />` : html`<${Waiting} />`;
  const path = (name) => `checkpoints/${encodeURIComponent(name)}`;
  const save = async (name) => {
    const file = await download(`${path(name)}/file`);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${name}.db`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return html`
    <${Form} class="inline" button="Save a checkpoint" done="Saved" submit=${async ({ name }, form) => { await control(path(name), { method: 'PUT' }); form.reset(); again(); }}>
      <${Field} label="Name" name="name" required />
    <//>
    ${data.length === 0 ? html`<${Empty} title="No checkpoint"><p>Save the world at a point that is costly to reach, and go back to it as often as you like.</p><${Copyable} text=${curl('_emulator/checkpoints/before', { method: 'PUT', root: urlOf(''), world: world.value })} /><//>` : html`
      <div class="scroll" tabindex="0" role="region" aria-label="Checkpoints"><table>
        <thead><tr><th scope="col">Checkpoint</th><th scope="col">Saved</th><th scope="col">Size</th><th scope="col">Do</th></tr></thead>
        <tbody>${data.map((each) => html`
          <tr key=${each.name}>
            <th scope="row">${each.name}</th><td>${dateAndTime(each.created_at)}</td><td class="number">${Math.ceil(each.size / 1024).toLocaleString('en')} KB</td>
            <td class="buttons">
              <${Action} run=${() => control(`${path(each.name)}/restore`, { method: 'POST' })} done=${(result) => `${result.world} is back at ${dateAndTime(result.now)}`}>Restore<//>
              <${Action} run=${async () => { const made = await control('worlds', { method: 'POST', inWorld: null, body: { from: world.value, checkpoint: each.name } }); go('snapshots', { inWorld: made.name }); }} done="Here is the copy">Fork<//>
              <${Action} run=${() => save(each.name)}>Download<//>
              <${Sure} run=${async () => { await control(path(each.name), { method: 'DELETE' }); again(); }} done="Deleted">Delete<//>
            </td>
          </tr>`)}</tbody>
      </table></div>
      <${Form} class="inline" button="Compare" submit=${async ({ from, to }) => setCompared({ ...await control(`${path(from)}/changes`, { query: { to, ids: 5 } }), since: from, until: to || 'now' })}>
        <${Field} label="Compare" name="from" options=${data.map(({ name }) => [name, name])} />
        <${Field} label="with" name="to" options=${[['', 'the world as it is'], ...data.map(({ name }) => [name, name])]} />
      <//>
      ${compared && html`<${Changes} compared=${compared} />`}`}`;
}

const words = ['created', 'changed', 'resolved', 'deleted'];

const Changes = ({ compared }) => html`
  <section aria-label="Changes"><h3>From ${compared.since} (${dateAndTime(compared.from)}) to ${compared.until} (${dateAndTime(compared.to)})</h3>
    ${compared.changes.length === 0 ? html`<p>They are the same.</p>` : html`
      <div class="scroll" tabindex="0" role="region" aria-label="What changed"><table>
        <thead><tr><th scope="col">Kind</th>${words.map((word) => html`<th scope="col">${word}</th>`)}</tr></thead>
        <tbody>${compared.changes.map((change) => html`<tr><th scope="row">${change.kind.replaceAll('_', ' ')}</th>
          ${words.map((word) => html`<td>${change[word] ? html`${change[word].count.toLocaleString('en')} <span class="sub">${change[word].ids.map((each) => html`<${Id} value=${each} /> `)}</span>` : ''}</td>`)}</tr>`)}</tbody>
      </table></div>`}
  </section>`;
