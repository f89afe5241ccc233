// What Swagger UI does here beyond its own: it sends a token when nobody gave one, keeps the order of the document, and shows the
// world's clock.
(function () {
  'use strict';

  const credentials = 'Basic ' + btoa('swagger:swagger');
  const root = new URL('..', location.href.replace(/\/swagger(\/.*)?$/, '/swagger/index.html'));
  const keyHeader = 'X-Emulator-Key';
  let token = null;
  let controlKey = null;

  async function freshToken() {
    const response = await fetch(new URL('accounts/auth/public/token', root), {
      method: 'POST',
      headers: { Authorization: credentials, 'Content-Type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials' }),
    });
    if (!response.ok) throw new Error(`The token endpoint answered ${response.status}`);
    return (await response.json()).access_token;
  }

  function currentToken() {
    token ??= freshToken().catch((error) => { token = null; throw error; });
    return token;
  }

  async function prepare(request) {
    const path = new URL(request.url, location.href).pathname;
    controlKey = request.headers[keyHeader] ?? controlKey;
    if (request.loadSpec || request.headers.Authorization) return request;
    if (path.endsWith('/auth/public/token')) {
      request.headers.Authorization = credentials;
    } else if (/\/(fulfillment|tracking|carrier)\/(?!ping$)/.test(path)) {
      request.headers.Authorization = 'Bearer ' + await currentToken();
      request.userFetch = retrying;
    }
    return request;
  }

  // The token's life is counted on the emulator's clock, which can be advanced: an old one is replaced once.
  async function retrying(url, request) {
    const response = await fetch(url, request);
    if (response.status !== 401) return response;
    token = null;
    request.headers.Authorization = 'Bearer ' + await currentToken();
    return fetch(url, request);
  }

  function inOrder(first, second) {
    return first.getIn(['operation', 'x-order'], 0) - second.getIn(['operation', 'x-order'], 0);
  }

  // Whatever was asked may have moved the clock.
  function done(response) {
    bar.refresh();
    return response;
  }

  function element(name, className, text = '') {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  async function control(path, body) {
    const response = await fetch(new URL(path, new URL('_emulator/', root)), {
      method: body ? 'POST' : 'GET',
      headers: { ...(controlKey && { [keyHeader]: controlKey }), ...(body && { 'Content-Type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    if (response.status === 401) throw new Error('Authorize with the control key to see the clock.');
    if (!response.ok) throw new Error((await response.json()).message);
    return response.json();
  }

  const bar = (function () {
    const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
    const box = element('section', 'emulator-bar');
    box.setAttribute('aria-label', "The world's clock");
    const worldName = root.pathname.match(/\/w\/([^/]+)\//)?.[1] ?? 'default';
    const time = element('time', 'emulator-time');
    const state = element('span', 'emulator-state');
    state.setAttribute('role', 'status');
    const next = element('button', 'emulator-next', 'Advance to the next step');
    next.type = 'button';
    next.hidden = true;
    next.addEventListener('click', () => show(async () => { await control('clock/advance', { next: true }); return control('clock'); }));
    box.append(element('span', 'emulator-world', `World ${decodeURIComponent(worldName)}`), time, state, next);
    let clock = null;
    let readAt = 0;

    function now() {
      const passed = clock.mode === 'frozen' || clock.at_end ? 0 : (performance.now() - readAt) * clock.speed;
      return new Date(Date.parse(clock.now) + passed);
    }

    function tick() {
      if (!clock) return;
      time.dateTime = now().toISOString();
      time.textContent = `${format.format(now())} UTC`;
      // What was due has happened.
      if (clock.mode !== 'frozen' && clock.next_due && now() > Date.parse(clock.next_due)) refresh();
    }

    function stateText() {
      const pace = clock.mode === 'frozen' ? 'frozen' : clock.speed === 1 ? 'running' : `running ${clock.speed} times as fast`;
      if (!clock.pending) return `${pace}, nothing to do`;
      const due = clock.next_due ? `next at ${format.format(new Date(clock.next_due))}` : 'held until released';
      return `${pace}, ${clock.pending} to do, ${due}`;
    }

    async function show(read) {
      try {
        clock = await read();
        readAt = performance.now();
        state.textContent = stateText();
        next.hidden = !clock.next_due;
        tick();
      } catch (error) {
        clock = null;
        time.textContent = '';
        state.textContent = error.message;
        next.hidden = true;
      }
    }

    const refresh = () => show(() => control('clock'));

    document.addEventListener('DOMContentLoaded', () => {
      document.body.prepend(box);
      refresh();
      setInterval(tick, 1000);
      window.addEventListener('focus', refresh);
    });
    return { refresh };
  })();

  window.EmulatorRequests = { prepare, done };
  window.EmulatorPlugin = () => ({
    statePlugins: {
      spec: {
        wrapSelectors: {
          taggedOperations: (original) => (state, ...args) =>
            original(state, ...args).map((tag) => tag.update('operations', (operations) => operations.sort(inOrder))),
        },
      },
    },
  });
})();
