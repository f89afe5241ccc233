// What Swagger UI does here beyond its own: it sends a token when nobody gave one, and keeps the order of the document.
(function () {
  'use strict';

  const credentials = 'Basic ' + btoa('swagger:swagger');
  const root = new URL('..', location.href.replace(/\/swagger(\/.*)?$/, '/swagger/index.html'));
  let token = null;

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
    if (request.loadSpec || request.headers.Authorization) return request;
    if (path.endsWith('/auth/public/token')) {
      request.headers.Authorization = credentials;
    } else if (/\/(fulfillment|tracking)\/(?!ping$)/.test(path)) {
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

  window.EmulatorRequests = { prepare };
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
