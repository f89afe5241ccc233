// What ids are called, as far as the page has come across them.
import { effect, signal } from '@preact/signals';
import { all, control, noyo, world } from './api.js';
import { listen } from './live.js';

/** The carriers of the world, with how each behaves. */
export const carriers = signal([]);

/** Why they could not be read. */
export const carriersError = signal(null);

const names = signal(new Map());
const asked = new Set();

/** The name of a carrier, a group, an employee or a dependent; undefined while none is known. */
export const nameOf = (id) => names.value.get(id);

/** Takes note of a name. */
export function note(id, name) {
  if (!id || !name || names.peek().get(id) === name) return;
  names.value = new Map(names.peek()).set(id, name);
}

export const fullName = (person) => [person?.first_name, person?.last_name].filter(Boolean).join(' ');

/** The name of a group, asked for where it is not known. */
export const groupName = (id) => known(id, () => noyo(`fulfillment/api/v1/groups/${id}`).then((group) => group.name));

/** The name of an employee, asked for where it is not known. */
export const employeeName = (id) => known(id, () => noyo(`fulfillment/api/v1/employees/${id}`).then((employee) => fullName(employee.person)));

function known(id, ask) {
  const name = names.value.get(id);
  if (name === undefined && id && !asked.has(id)) {
    asked.add(id);
    ask().then((found) => note(id, found), () => {});
  }
  return name;
}

async function readCarriers() {
  try {
    const found = await all(control, 'carriers');
    found.forEach((carrier) => note(carrier.id, carrier.display_name));
    carriers.value = found;
    carriersError.value = null;
  } catch (error) {
    carriersError.value = error;
  }
}

/** Begins to keep the carriers of the world that is shown. */
export function startNaming() {
  effect(() => {
    void world.value;
    names.value = new Map();
    asked.clear();
    readCarriers();
  });
  listen((changed) => {
    if (changed === null || changed.has('carrier_behavior')) readCarriers();
  });
}
