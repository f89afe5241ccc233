// The page: who is asked for a key, the bar above, the views, and where an address leads.
import { render } from 'preact';
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { control, all, needsKey, useKey, world } from './api.js';
import { ClockBar, Ledger } from './clock.js';
import { html } from './html.js';
import { connection, startListening, useLive } from './live.js';
import { startNaming } from './names.js';
import { addressOf, defaultView, go, view } from './route.js';
import { Field, Form, Said } from './ui.js';
import { Carriers } from './views/carriers.js';
import { Differences } from './views/differences.js';
import { Family } from './views/family.js';
import { Find } from './views/find.js';
import { Requests } from './views/requests.js';
import { Snapshots } from './views/snapshots.js';
import { Webhooks } from './views/webhooks.js';
import { Worlds } from './views/worlds.js';

const views = {
  snapshots: { text: 'Snapshots', shows: Snapshots },
  families: { within: 'snapshots', shows: Family },
  differences: { text: 'Differences', shows: Differences },
  webhooks: { text: 'Webhooks', shows: Webhooks },
  events: { within: 'webhooks', shows: Webhooks },
  deliveries: { within: 'webhooks', shows: Webhooks },
  inboxes: { within: 'webhooks', shows: Webhooks },
  gauntlet: { within: 'webhooks', shows: Webhooks },
  requests: { text: 'Requests', shows: Requests },
  faults: { within: 'requests', shows: Requests },
  carriers: { text: 'Carriers', shows: Carriers },
  worlds: { text: 'Worlds', shows: Worlds },
  find: { shows: Find },
};

const theme = signal(localStorage.getItem('noyo-emulator-theme') ?? '');

function App() {
  if (needsKey.value) return html`<${KeyForm} />`;
  const current = views[view.value] ?? views[defaultView];
  const section = current.within ?? view.value;
  useEffect(() => {
    document.title = `${views[section]?.text ?? 'Find'} · ${world.value} · NoyoEmulator`;
  }, [section, world.value]);
  return html`
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById('main').focus(); }}>To the content</a>
    <header class="bar">
      <p class="brand"><a href=${addressOf(defaultView)}>NoyoEmulator</a></p>
      <${WorldChoice} />
      <${ClockBar} key=${world.value} />
      <${Search} />
      <div class="under">
        <nav class="main-nav" aria-label="Views">
          ${Object.entries(views).filter(([, { text }]) => text).map(([name, { text }]) =>
            html`<a href=${addressOf(name)} aria-current=${name === section ? 'page' : undefined}>${text}</a>`)}
        </nav>
        <section class="aside" aria-label="This page">
          <span class=${`connection ${connection.value}`} role="status">${{ live: 'live', connecting: 'connecting…', lost: 'not connected, trying again' }[connection.value]}</span>
          <a href="swagger">Swagger UI</a>
          <${ThemeChoice} />
        </section>
      </div>
    </header>
    <${Ledger} />
    <main id="main" tabindex="-1"><${current.shows} key=${world.value} /></main>
    <${Said} />`;
}

function WorldChoice() {
  const { data: worlds } = useLive(['world'], () => all(control, 'worlds'), [world.value]);
  const names = worlds?.map(({ name }) => name) ?? [];
  const shown = names.includes(world.value) ? names : [world.value, ...names];
  return html`
    <div class="world">
      <label for="world">World</label>
      <select id="world" value=${world.value} onChange=${(event) => go(view.value === 'find' ? defaultView : view.value, { inWorld: event.currentTarget.value })}>
        ${shown.map((name) => html`<option value=${name} selected=${name === world.value}>${name}</option>`)}
      </select>
    </div>`;
}

function Search() {
  const [text, setText] = useState('');
  useEffect(() => {
    const focus = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
      event.preventDefault();
      document.getElementById('search').focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  const submit = (event) => {
    event.preventDefault();
    if (text.trim() === '') return;
    go('find', { id: text.trim() });
    setText('');
  };
  return html`
    <form class="search" role="search" onSubmit=${submit}>
      <label class="hidden" for="search">Search any id, or a name</label>
      <input id="search" type="search" placeholder="Any id, or a name" autocomplete="off" spellcheck=${false} value=${text} title="Ctrl K" onInput=${(event) => setText(event.currentTarget.value)} />
    </form>`;
}

function ThemeChoice() {
  const choose = (event) => {
    theme.value = event.currentTarget.value;
    if (theme.value === '') localStorage.removeItem('noyo-emulator-theme');
    else localStorage.setItem('noyo-emulator-theme', theme.value);
    applyTheme();
  };
  return html`
    <label class="hidden" for="theme">Colors</label>
    <select id="theme" class="quiet" onChange=${choose}>
      ${[['', 'Colors of the system'], ['light', 'Light'], ['dark', 'Dark']].map(([value, text]) => html`<option value=${value} selected=${value === theme.value}>${text}</option>`)}
    </select>`;
}

function applyTheme() {
  if (theme.value === '') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
}

function KeyForm() {
  return html`
    <main class="key">
      <h1>NoyoEmulator</h1>
      <p>This emulator was started with a control key (<code>Emulator:ControlKey</code>). It is kept for this tab only.</p>
      <${Form} button="Open" submit=${({ key }) => useKey(key)}>
        <${Field} label="Control key" name="key" type="password" required autofocus autocomplete="current-password" />
      <//>
    </main>`;
}

applyTheme();
startListening();
startNaming();
const place = document.getElementById('app');
place.textContent = '';
render(html`<${App} />`, place);
