// A list of any length, of which only what can be seen is read and drawn.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { listen } from './live.js';
import { Problem, Waiting } from './ui.js';

const pageSize = 50;
const overscan = 6;
const settle = 60;
const interval = 300;

/**
 * @param {object} of
 * @param {string} of.label what is listed, for screen readers
 * @param {string[]} of.columns the headings
 * @param {(query: {page_size: number, offset: number}) => Promise<{meta: {total_records: number}, response: object[]}>} of.read reads a page
 * @param {string[]} of.kinds what changes it
 * @param {string} of.of changes when another list is meant: filters, world
 * @param {(record: object) => unknown[]} of.row the cells
 */
export function WindowedList({ label, columns, read, kinds, of, row, rowHeight = 56, empty, isCurrent = () => false, class: className = '', onTotal }) {
  const [total, setTotal] = useState(null);
  const [error, setError] = useState(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const [, redraw] = useState(0);
  const box = useRef(null);
  const pages = useRef(new Map());
  const loader = useRef({ read });
  loader.current.read = read;

  // The pages that can be seen, as numbers from 0.
  const lastSeen = Math.min(Math.max(0, (total ?? 1) - 1), first + Math.ceil(height / rowHeight));
  const wanted = [];
  for (let page = Math.floor(Math.max(0, first) / pageSize); page <= Math.floor(lastSeen / pageSize); page++) wanted.push(page);
  loader.current.wanted = wanted;

  useEffect(() => {
    let isHere = true;
    let timer = null;
    let readAt = -Infinity;
    pages.current = new Map();
    setTotal(null);
    setError(null);
    setFirst(0);
    if (box.current) box.current.scrollTop = 0;
    loader.current.wanted = [0];
    const underWay = new Set();
    const stale = new Set();

    // What is asked for anew while it is on its way is older than what was asked for.
    async function load(page, isAnew = false) {
      if (underWay.has(page)) {
        if (isAnew) stale.add(page);
        return;
      }
      underWay.add(page);
      try {
        const answer = await loader.current.read({ page_size: pageSize, offset: page * pageSize });
        if (!isHere) return;
        pages.current.set(page, answer.response);
        setTotal(answer.meta.total_records);
        onTotal?.(answer.meta.total_records);
        setError(null);
        redraw((count) => count + 1);
      } catch (problem) {
        if (isHere) setError(problem);
      } finally {
        underWay.delete(page);
        if (stale.delete(page) && isHere) load(page);
      }
    }

    // What is out of sight is read again when it comes into sight.
    function refresh() {
      timer = null;
      readAt = performance.now();
      for (const page of pages.current.keys()) if (!loader.current.wanted.includes(page)) pages.current.delete(page);
      loader.current.wanted.forEach((page) => load(page, true));
    }

    loader.current.load = load;
    loader.current.refresh = refresh;
    refresh();
    const stop = listen((changed) => {
      if (changed === null || kinds.some((kind) => changed.has(kind))) timer ??= setTimeout(refresh, Math.max(0, readAt + interval - performance.now()));
    });
    return () => {
      isHere = false;
      clearTimeout(timer);
      stop();
    };
  }, [of]);

  useEffect(() => {
    const missing = wanted.filter((page) => !pages.current.has(page));
    if (total === null || missing.length === 0) return undefined;
    // Who scrolls past does not want what is in between.
    const timer = setTimeout(() => missing.forEach((page) => loader.current.load(page)), settle);
    return () => clearTimeout(timer);
  }, [wanted.join(), total]);

  useEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([entry]) => setHeight(entry.contentRect.height));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [total === 0]);

  const onKeyDown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.target.closest('[data-index]');
    if (!step || !from || event.target.matches('input, select')) return;
    event.preventDefault();
    box.current.querySelector(`[data-index="${Number(from.dataset.index) + step}"] a, [data-index="${Number(from.dataset.index) + step}"] button`)?.focus();
  };

  if (total === 0) return html`<div class="list-empty">${error && html`<${Problem} error=${error} again=${() => loader.current.refresh()} />`}${empty}</div>`;
  const from = Math.max(0, first - overscan);
  const to = Math.min(total ?? 0, lastSeen + 1 + overscan);
  const drawn = [];
  for (let index = from; index < to; index++) {
    const record = pages.current.get(Math.floor(index / pageSize))?.[index % pageSize];
    drawn.push(html`
      <div key=${index} role="row" class="row" aria-rowindex=${index + 2} data-index=${index} aria-current=${record && isCurrent(record) ? 'true' : undefined}
        style=${{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}>
        ${record ? row(record).map((cell, place) => html`<div role="cell" class=${`cell c${place}`}>${cell}</div>`) : html`<div role="cell" class="cell">…</div>`}
      </div>`);
  }

  return html`
    <div class=${`windowed ${className}`}>
      ${error && html`<${Problem} error=${error} again=${() => loader.current.refresh()} />`}
      <div class="table" role="table" aria-label=${label} aria-rowcount=${total === null ? -1 : total + 1} aria-busy=${total === null}>
      <div role="rowgroup" class="head"><div role="row" class="row" aria-rowindex="1">${columns.map((name, place) => html`<div role="columnheader" class=${`cell c${place}`}>${name}</div>`)}</div></div>
      <div role="rowgroup" class="body" ref=${box} tabindex="0" aria-label=${label} onKeyDown=${onKeyDown}
        onScroll=${(event) => setFirst(Math.floor(event.currentTarget.scrollTop / rowHeight))}>
        ${total === null && !error && html`<${Waiting} />`}
        <div role="presentation" class="all" style=${{ height: `${(total ?? 0) * rowHeight}px` }}>${drawn}</div>
      </div>
      </div>
    </div>`;
}
