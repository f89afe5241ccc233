// What all views are made of.
import { signal } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { addressOf } from './route.js';
import { dateAndTime, instantOf, showsRealTime } from './time.js';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The end of an id: those made at one time begin alike. */
export const shortId = (id) => `…${id.slice(-6)}`;

/** An id that leads to what it is of. */
export const Id = ({ value }) => html`<a class="id" href=${addressOf('find', { id: value })} title=${value}>${shortId(value)}</a>`;

/** A text whose ids have names where they are known, and lead to what they are of. */
export function Told({ text, nameOf = () => undefined }) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(uuid)) {
    parts.push(text.slice(end, match.index));
    const name = nameOf(match[0]);
    parts.push(html`<a class=${name ? '' : 'id'} href=${addressOf('find', { id: match[0] })} title=${match[0]}>${name ?? shortId(match[0])}</a>`);
    end = match.index + match[0].length;
  }
  return html`${parts}${text.slice(end)}`;
}

/** An instant of the world's clock, with the real one beside it where that is wanted. */
export function Time({ at, realAt }) {
  if (at === undefined || at === null) return null;
  const real = realAt && showsRealTime.value;
  return html`<time dateTime=${instantOf(at).toISOString()} title=${realAt ? `in real time ${dateAndTime(realAt)}` : undefined}>${dateAndTime(at)}</time>${real && html`<span class="real"> real ${dateAndTime(realAt)}</span>`}`;
}

const tones = {
  completed: 'good', succeeded: 'good', active: 'good', sent: 'good', valid: 'good', pass: 'good', resolved: 'good', sync: 'good',
  failed: 'bad', invalid: 'bad', discrepancy: 'bad', fail: 'bad', missing: 'bad', broken: 'bad',
  processing: 'busy', pending: 'busy', submitted: 'busy', open: 'busy', unhealthy: 'busy', warning: 'busy', held: 'busy',
};

/** A word for how something stands. Its color says nothing that the word does not. */
export const Status = ({ value, label = value, tone = tones[value] ?? 'plain' }) =>
  html`<span class=${`status ${tone}`}><span class="dot" aria-hidden="true"></span>${String(label).replaceAll('_', ' ')}</span>`;

export const Count = ({ value, one, many = `${one}s` }) => html`${value.toLocaleString('en')} ${value === 1 ? one : many}`;

/** What was refused or failed, in the emulator's words. */
export function Problem({ error, again }) {
  if (!error) return null;
  return html`
    <div class="problem" role="alert">
      <p>${error.message}</p>
      ${error.errors?.length > 0 && html`<ul>${error.errors.filter((each) => each.message !== error.message).map((each) => html`<li>${each.message}</li>`)}</ul>`}
      ${again && html`<button type="button" onClick=${again}>Try again</button>`}
    </div>`;
}

const said = signal({ text: '', tone: 'plain', at: 0 });

/** Says in a corner, and to screen readers, what was done. */
export function say(text, tone = 'good') {
  const at = said.value.at + 1;
  said.value = { text, tone, at };
  if (tone !== 'bad') setTimeout(() => said.value.at === at && (said.value = { ...said.value, text: '' }), 6_000);
}

export function Said() {
  const { text, tone } = said.value;
  return html`
    <div class="said" aria-live="polite" role="status">
      ${text !== '' && html`<p class=${tone}>${text} <button type="button" class="quiet" aria-label="Close this message" onClick=${() => { said.value = { ...said.value, text: '' }; }}>×</button></p>`}
    </div>`;
}

/** A button that is busy while what it does is under way, and says what went wrong. */
export function Action({ run, done, children, class: className, disabled, label, ...others }) {
  const [isBusy, setBusy] = useState(false);
  const click = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const result = await run();
      const text = typeof done === 'function' ? done(result) : done;
      if (text) say(text);
    } catch (error) {
      say(error.message, 'bad');
    } finally {
      setBusy(false);
    }
  };
  return html`<button type="button" class=${className} disabled=${disabled} aria-disabled=${isBusy} aria-busy=${isBusy} aria-label=${label} onClick=${click} ...${others}>${children}</button>`;
}

/** A form whose button is busy meanwhile; what is refused is told below it, and nothing of what was typed is lost. */
export function Form({ submit, done, button, children, class: className }) {
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    const form = event.currentTarget;
    setBusy(true);
    setError(null);
    try {
      const result = await submit(Object.fromEntries(new FormData(form)), form);
      const text = typeof done === 'function' ? done(result) : done;
      if (text) say(text);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return html`
    <form class=${className} onSubmit=${onSubmit}>
      ${children}
      <div class="buttons"><button type="submit" class="main" aria-disabled=${isBusy} aria-busy=${isBusy}>${button}</button></div>
      <${Problem} error=${error} />
    </form>`;
}

/** A field with its label above it. */
export function Field({ label, hint, children, options, ...input }) {
  const id = useId();
  const hintId = hint && `${id}-hint`;
  const control = options
    ? html`<select id=${id} aria-describedby=${hintId} ...${input}>${options.map((option) => {
      const [value, text] = Array.isArray(option) ? option : [option, option === '' ? 'any' : String(option).replaceAll('_', ' ')];
      return html`<option value=${value} selected=${input.value === undefined ? undefined : String(input.value) === String(value)}>${text}</option>`;
    })}</select>`
    : children
      ? children({ id, 'aria-describedby': hintId })
      : html`<input id=${id} type="text" autocomplete="off" spellcheck=${false} aria-describedby=${hintId} ...${input} />`;
  return html`<div class="field"><label for=${id}>${label}</label>${control}${hint && html`<p id=${hintId} class="hint">${hint}</p>`}</div>`;
}

/** Text to copy. */
export function Copyable({ text, label = 'Command', children }) {
  const [isCopied, setCopied] = useState(false);
  // What is seen on a button is a part of what it is called, so that it can be spoken to.
  const what = isCopied ? 'Copied' : label.startsWith('Copy') ? label : `Copy ${label.toLowerCase()}`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      say('Copied');
    } catch {
      say('The browser does not let this page copy; mark the text and copy it yourself', 'bad');
    }
  };
  return html`
    <div class="copyable">
      <pre tabindex="0" role="region" aria-label=${label}><code>${children ?? text}</code></pre>
      <button type="button" onClick=${copy} aria-label=${`${what}: ${text.slice(0, 60)}`}>${isCopied ? 'Copied' : 'Copy'}</button>
    </div>`;
}

export function Json({ value, label = 'JSON' }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return html`<pre class="json" tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>`;
}

/** A JSON text where it is one, laid out to be read; else the text. */
export function laidOut(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What there is to do where there is nothing to see. */
export const Empty = ({ title, children }) => html`<div class="empty"><h2>${title}</h2>${children}</div>`;

/** A quiet line while something is read for the first time; it takes the room of what comes. */
export const Waiting = ({ tall = false }) => html`<p class=${tall ? 'waiting tall' : 'waiting'} aria-busy="true">Reading…</p>`;

/** A way of a command line to do the same, for the world that is shown. */
export function curl(path, { method = 'GET', body, root, world, token } = {}) {
  const parts = [`curl -s ${method === 'GET' || (method === 'POST' && body !== undefined) ? '' : `-X ${method} `}'${root}${path}'`];
  if (world && world !== 'default') parts.push(`-H 'X-Emulator-World: ${world}'`);
  if (token) parts.push("-H 'Authorization: Bearer anything'");
  if (body !== undefined) parts.push(`-H 'Content-Type: application/json' -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  return parts.join(' \\\n  ');
}

/** Tabs that are places: each has an address. */
export const Places = ({ label, places, current }) => html`
  <nav class="places" aria-label=${label}>
    ${places.map(({ name, href, text }) => html`<a href=${href} aria-current=${name === current ? 'page' : undefined}>${text}</a>`)}
  </nav>`;

/** The title of what is shown; it takes the focus when one comes to it, so that a screen reader begins there. */
export function Title({ children, level = 1 }) {
  const heading = useRef(null);
  useEffect(() => {
    // Not at the first sight of the page, nor while somebody types.
    if (document.activeElement === document.body && performance.now() > 2_000) heading.current?.focus({ preventScroll: true });
  }, []);
  return html`<${`h${level}`} ref=${heading} tabindex="-1">${children}<//>`;
}
