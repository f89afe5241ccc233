// Instants as people read them: in UTC, as the world's clock is.
import { signal } from '@preact/signals';

/** Whether entries also tell when they happened in real time. */
export const showsRealTime = signal(false);

const pad = (number) => String(number).padStart(2, '0');

/** An instant from what an answer has: ISO text, or Noyo's seconds since 1970. */
export const instantOf = (value) => new Date(typeof value === 'number' ? value * 1000 : value);

export const dayOf = (instant) => instant.toISOString().slice(0, 10);

export const timeOfDay = (instant) => `${pad(instant.getUTCHours())}:${pad(instant.getUTCMinutes())}:${pad(instant.getUTCSeconds())}`;

export const dateAndTime = (value) => {
  const instant = instantOf(value);
  return Number.isNaN(instant.getTime()) ? '' : `${dayOf(instant)} ${timeOfDay(instant)}`;
};

/** A number of milliseconds in words: in 2 s, in 3 d 4 h. */
export function durationText(milliseconds) {
  let seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [];
  for (const [unit, size] of [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]]) {
    if (seconds >= size) parts.push(`${Math.floor(seconds / size)} ${unit}`);
    seconds %= size;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
