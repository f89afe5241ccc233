// The world's clock: what time it is, what comes next, and every way to let time pass.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { control, world } from './api.js';
import { html } from './html.js';
import { useLive } from './live.js';
import { nameOf } from './names.js';
import { addressOf } from './route.js';
import { dateAndTime, durationText } from './time.js';
import { Action, Count, Field, Form, Problem, Status, Told, say } from './ui.js';

/** What the last advance did, until it is closed. */
const ledger = signal(null);

const setClock = (body) => control('clock', { method: 'PUT', body });

async function advance(body) {
  ledger.value = { world: world.value, ...await control('clock/advance', { method: 'POST', body }) };
}

async function drain() {
  const answer = await control('drain', { method: 'POST', body: {} });
  say(answer.next_due ? `Nothing is due now; the next is at ${dateAndTime(answer.next_due)}` : 'Nothing is due');
}

/** The time on the world's clock at this moment. */
function useNow(clock, readAt) {
  const [, tick] = useState(0);
  const isMoving = clock && clock.mode !== 'frozen' && !clock.at_end;
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [isMoving]);
  if (!clock) return null;
  return Date.parse(clock.now) + (isMoving ? (performance.now() - readAt) * clock.speed : 0);
}

const readClock = async () => {
  const clock = await control('clock');
  return { clock, readAt: performance.now() };
};

export function ClockBar() {
  const { data, error, again } = useLive(['clock', ...working], readClock, [world.value]);
  const [isOpen, setOpen] = useState(false);
  const clock = data?.clock;
  const now = useNow(clock, data?.readAt);
  const isFrozen = clock?.mode === 'frozen';

  // What was due has happened, or will in a moment: the stream tells of it, unless nothing came of it.
  useEffect(() => {
    if (!clock || isFrozen || !clock.next_due) return undefined;
    const wait = (Date.parse(clock.next_due) - now) / clock.speed + 200;
    const timer = setTimeout(again, Math.min(Math.max(wait, 500), 60_000));
    return () => clearTimeout(timer);
  }, [clock]);

  if (error && !clock) return html`<section class="clock" aria-label="The world's clock"><${Problem} error=${error} again=${again} /></section>`;
  return html`
    <section class="clock" aria-label="The world's clock">
      <p class="now"><time dateTime=${now ? new Date(now).toISOString() : undefined}>${now === null ? '0000-00-00 00:00:00' : dateAndTime(now / 1000)}</time>
        <${Status} value=${isFrozen ? 'frozen' : 'running'} label=${!clock ? '…' : isFrozen ? 'frozen' : clock.speed === 1 ? 'running' : `running × ${clock.speed}`} tone=${isFrozen ? 'plain' : 'good'} /></p>
      <p class="next">${clock && html`<${Next} clock=${clock} now=${now} />`}</p>
      <div class="buttons">
        <${Action} label="+1 h: advance by one hour" run=${() => advance({ by: 'PT1H' })}>+1 h<//>
        <${Action} label="+1 d: advance by one day" run=${() => advance({ by: 'P1D' })}>+1 d<//>
        <${Action} label="Advance to what is due next" run=${() => advance({ next: true })} disabled=${!clock?.next_due}>next<//>
        <${Action} label="drain: do everything that is due now" run=${drain}>drain<//>
        ${isFrozen
          ? html`<${Action} label="run: let the clock go on" run=${() => setClock({ mode: 'realtime' })} done="The clock runs">run<//>`
          : html`<${Action} label="freeze: stop the clock" run=${() => setClock({ mode: 'frozen' })} done="The clock stands">freeze<//>`}
        <button type="button" aria-expanded=${isOpen} aria-controls="clock-more" onClick=${() => setOpen(!isOpen)}>more</button>
      </div>
      <div id="clock-more" class="more" hidden=${!isOpen}>${isOpen && clock && html`<${More} clock=${clock} now=${now} />`}</div>
    </section>`;
}

// Whatever is scheduled or done shows in the clock: what is due next.
const working = ['member_snapshot', 'member_transaction', 'difference', 'attempt', 'delivery', 'group_connection', 'group_disconnection', 'subscription', 'carrier_record', 'carrier_behavior', 'scheduled_work', 'step_set_aside'];

function Next({ clock, now }) {
  const held = clock.held > 0 ? html`, <a href=${addressOf('carriers')}>${clock.held} held</a>` : '';
  if (!clock.next_due) return html`nothing is scheduled${held}`;
  const until = Date.parse(clock.next_due) - now;
  return html`next <time dateTime=${clock.next_due} title=${dateAndTime(clock.next_due)}>${until > 0 ? `in ${durationText(until)}` : 'due now'}</time>, <${Count} value=${clock.pending} one="step" /> scheduled${held}`;
}

const More = ({ clock, now }) => html`
  <${Form} button="Advance" submit=${({ by }) => advance({ by })}>
    <${Field} label="Advance by" name="by" required placeholder="2d, 90m, P1M" />
  <//>
  <${Form} button="Advance to it" submit=${({ to }) => advance({ to })}>
    <${Field} label="Advance to" name="to" required placeholder="2024-09-01 or 2024-09-01T08:00:00Z" />
  <//>
  <${Form} button="Set" submit=${({ to }) => setClock({ now: to })} done="The clock is set">
    <${Field} label="Set the clock, without anything happening" name="to" required defaultValue=${new Date(now).toISOString().slice(0, 19)} />
  <//>
  <${Form} button="Set the speed" submit=${({ speed }) => setClock({ speed: Number(speed) })} done="The speed is set">
    <${Field} label="World seconds in a real second" name="speed" type="number" min="0.001" step="any" required defaultValue=${clock.speed} />
  <//>`;

/** What an advance did, each step a link to what it was about. */
export function Ledger() {
  const shown = ledger.value;
  if (shown === null || shown.world !== world.value) return null;
  const most = 200;
  return html`
    <section class="ledger" aria-label="What the advance did">
      <header>
        <h2><${Count} value=${shown.fired.length} one="step" /> from ${dateAndTime(shown.from)} to ${dateAndTime(shown.to)}</h2>
        <button type="button" class="quiet" onClick=${() => { ledger.value = null; }}>Close</button>
      </header>
      ${shown.fired.length === 0
        ? html`<p>Nothing was due.${shown.next_due && html` The next is at ${dateAndTime(shown.next_due)}.`}</p>`
        : html`<ol tabindex="0" aria-label="Steps">${shown.fired.slice(0, most).map((entry) => html`
          <li><time dateTime=${entry.at}>${dateAndTime(entry.at)}</time> <a class="kind" href=${linkOf(entry)}>${entry.kind.replaceAll('_', ' ')}</a>
            <span>${entry.event_type && html`${entry.event_type}: `}<${Told} text=${entry.summary} nameOf=${nameOf} /></span></li>`)}</ol>`}
      ${shown.fired.length > most && html`<p>These are the first ${most}. All of them: ask from a command line.</p>`}
    </section>`;
}

function linkOf(entry) {
  if (entry.kind === 'delivery') return addressOf('deliveries', { id: entry.id });
  if (entry.snapshot_id) return addressOf('snapshots', { id: entry.snapshot_id });
  return addressOf('find', { id: entry.id });
}
