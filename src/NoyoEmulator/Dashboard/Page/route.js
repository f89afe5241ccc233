// Where one is: #/{world}/{view}/{id}?{filters}. Every object has such an address, to be pasted anywhere.
import { computed, signal } from '@preact/signals';
import { world } from './api.js';

export const defaultView = 'snapshots';

const place = signal(read());

/** The view that is shown. */
export const view = computed(() => place.value.view);

/** The id in the address, or ''. */
export const id = computed(() => place.value.id);

/** What comes after it, or ''. */
export const part = computed(() => place.value.part);

/** The filters in the address. */
export const filters = computed(() => place.value.filters);

/** The address of something in a world. */
export function addressOf(to, { id: object = '', part: within = '', filters: wanted = {}, inWorld = world.value } = {}) {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== '' && value !== undefined && value !== null));
  const segments = [inWorld, to, object, within].map(encodeURIComponent).join('/').replace(/\/+$/, '');
  return `#/${segments}${query.size > 0 ? `?${query}` : ''}`;
}

/** Goes there. */
export function go(to, options) {
  location.hash = addressOf(to, options);
}

/** Changes filters where one is, without a step in the history. */
export function refine(changes) {
  history.replaceState(null, '', addressOf(view.value, { id: id.value, part: part.value, filters: { ...filters.value, ...changes } }));
  follow();
}

function read() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, to, object, within] = path.split('/').map(decode);
  return {
    world: name || 'default', view: to || defaultView, id: object ?? '', part: within ?? '', filters: Object.fromEntries(new URLSearchParams(query)),
  };
}

// A name that was cut off in a chat is looked for as it is.
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function follow() {
  place.value = read();
  world.value = place.value.world;
}

addEventListener('hashchange', follow);
follow();
