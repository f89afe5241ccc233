// What happens in the world, as the emulator tells it: one stream, after which the parts of the page that show something of it read it again.
import { effect, signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { needsKey, openStream, world } from './api.js';

/** connecting, live, or lost: whether the page hears of changes. */
export const connection = signal('connecting');

// A burst of changes is read once, and then not oftener than one can see.
const shortestInterval = 300;
const longestWait = 10_000;

const listeners = new Set();

/** Calls back with a set of kinds whenever something of them changed, or with null when anything may have. */
export function listen(heard) {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/**
 * Reads something, and again whenever one of some kinds of things changed.
 * What was read stays until there is other: nothing jumps.
 */
export function useLive(kinds, read, dependencies = []) {
  const [state, setState] = useState({ data: undefined, error: null, isLoading: true });
  const latest = useRef(read);
  latest.current = read;
  const again = useRef(() => {});

  useEffect(() => {
    let isHere = true;
    let timer = null;
    let isReading = false;
    let isWanted = false;
    let lastRead = -Infinity;

    async function load() {
      timer = null;
      if (isReading) {
        isWanted = true;
        return;
      }
      isReading = true;
      isWanted = false;
      lastRead = performance.now();
      try {
        const data = await latest.current();
        if (isHere) setState({ data, error: null, isLoading: false });
      } catch (error) {
        if (isHere) setState((before) => ({ data: error.status === 404 ? undefined : before.data, error, isLoading: false }));
      } finally {
        isReading = false;
        if (isWanted && isHere) soon();
      }
    }

    function soon() {
      if (isReading) isWanted = true;
      else timer ??= setTimeout(load, Math.max(0, lastRead + shortestInterval - performance.now()));
    }

    again.current = soon;
    setState((before) => ({ ...before, isLoading: true }));
    load();
    const stop = listen((changed) => {
      if (changed === null || kinds.some((kind) => changed.has(kind))) soon();
    });
    return () => {
      isHere = false;
      clearTimeout(timer);
      stop();
    };
  }, dependencies);

  return { ...state, again: () => again.current() };
}

/** Says what the page itself has changed, where the emulator does not tell of it. */
export const changed = (...kinds) => tell(new Set(kinds));

function tell(changed) {
  for (const heard of listeners) heard(changed);
}

async function follow(name, abort) {
  let cursor = null;
  let wait = 250;
  while (!abort.aborted) {
    try {
      const body = await openStream(name, cursor, abort);
      connection.value = 'live';
      wait = 250;
      for await (const message of messagesOf(body)) {
        // The world is gone, which the next answer says, or the emulator stops, and may come back.
        if (message.event === 'end') break;
        cursor = message.id ?? cursor;
        hear(message);
      }
    } catch (error) {
      if (abort.aborted) return;
      // Without the key there is nothing to hear; whoever gives it begins anew. A world that is not there has nothing to tell.
      if (error.status === 401 || error.status === 404) return;
    }
    connection.value = 'lost';
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(longestWait, wait * 2);
  }
}

function hear({ event, data }) {
  if (event === 'changes') {
    tell(new Set(JSON.parse(data).changes.map((change) => change.kind)));
  } else {
    // At the start too: something may have happened between what was read first and now.
    tell(null);
  }
}

async function* messagesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value.replace(/\r/g, '');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const message = { event: 'message', data: '', id: null };
      for (const line of text.slice(0, end).split('\n')) {
        const [, field, content] = /^([^:]*):? ?(.*)$/.exec(line);
        if (field === 'data') message.data += content;
        else if (field === 'event' || field === 'id') message[field] = content;
      }
      text = text.slice(end + 2);
      if (message.data !== '') yield message;
    }
  }
}

/** Begins to listen to the world that is shown, and to another when that changes. */
export function startListening() {
  effect(() => {
    const name = world.value;
    if (needsKey.value) return undefined;
    const abort = new AbortController();
    connection.value = 'connecting';
    follow(name, abort.signal);
    return () => abort.abort();
  });
}
