// The matrix of the report: a table with a cell for each mark; what is empty between two marks is one
// cell, so that hundreds of calls and scopes stay quick. The script of the page hands over how
// elements are made, and says what to show.
"use strict";
const matrixOf = ({ make, plural }) => {
  let rows = [];
  let heads = [];
  let columns = [];
  let here = null;
  let readout = null;

  /** What may not fit: the style cuts its beginning. */
  const tail = (text) => make("span", { class: "tail" }, make("bdi", { dir: "ltr" }, text));

  /** A link that the arrow keys reach. */
  const linked = (anchor, title, content) => make("a", { href: "#" + anchor, tabindex: "-1", title }, content);

  const list = (api, scopes) => scopes.map((place) => api.scopes[place].name).join(" and ");
  const say = (api, call) => need(api, call) + ("anonymous" in call.flags ? ", or no token at all" : "");
  const need = (api, call) => call.needs
    ? ("needInferred" in call.flags ? "needs (inferred) " : "needs ") + call.needs.map((scopes) => list(api, scopes)).join(", or ")
    : call.element.querySelector(".needs .tag").textContent;

  /** The scopes in the order in which the calls name them, so that the marks stay together. */
  const order = (calls) => [...new Set(calls.flatMap((call) => [...call.named]))];

  const gap = (width) => (width > 0 ? [make("td", width > 1 ? { colspan: width } : {})] : []);

  const cell = (api, call, place, held) => {
    const among = call.needs.flatMap((scopes, index) => (scopes.includes(place) ? [index + 1] : []));
    const only = call.needs.length === 1;
    const inferred = "needInferred" in call.flags;
    const mark = only ? (inferred ? "○" : "●") : among.length > 2 ? `${among[0]}…${among.at(-1)}` : among.join("·");
    const text = inferred && !only ? mark + "?" : mark;
    const label = (only ? "needed" : `alternative ${among.join(", ")} of ${call.needs.length}`) + (inferred ? ", inferred" : "")
      + (held.has(place) ? ", held" : "");
    const link = make("a", { href: "#" + call.anchor, tabindex: "-1", "aria-label": label }, text);
    return [make("td", held.has(place) ? { class: "held" } : {}, link), link];
  };

  const row = (api, call, columnOf, width, held) => {
    const head = linked(call.anchor, `${call.method} ${call.path}`, [make("span", {}, call.method), " ", tail(call.path)]);
    const marks = new Map();
    const cells = [];
    let next = 0;
    for (const column of [...call.named].map((place) => columnOf.get(place)).sort((a, b) => a - b)) {
      const [td, link] = cell(api, call, columns[column], held);
      cells.push(...gap(column - next), td);
      marks.set(column, link);
      next = column + 1;
    }
    if (next === 0 && width > 0) {
      cells.push(make("td", { class: "free", colspan: width }, make("span", {}, say(api, call))));
    } else cells.push(...gap(width - next));
    rows.push({ call, head, marks });
    return make("tr", { class: `call ${call.access}${call.lit ? " lit" : ""}` }, [make("th", { scope: "row" }, head), ...cells]);
  };

  const header = (api, held) => {
    heads = columns.map((place) => {
      const scope = api.scopes[place];
      return linked(scope.anchor, scope.name, tail(scope.name));
    });
    const cells = heads.map((link, column) =>
      make("th", { scope: "col", ...(held.has(columns[column]) && { class: "held" }) }, link));
    return make("thead", {}, make("tr", {}, [make("th", { scope: "col" }, "Call"), ...cells]));
  };

  const bodies = (api, calls, held) => {
    const columnOf = new Map(columns.map((place, column) => [place, column]));
    const width = Math.max(columns.length, 12);
    const parts = new Map();
    for (const call of calls) {
      if (!parts.has(call.resource)) {
        const name = make("th", { scope: "rowgroup", class: "group", colspan: width + 1 }, make("span", {}, call.resource));
        parts.set(call.resource, make("tbody", {}, make("tr", {}, name)));
      }
      parts.get(call.resource).append(row(api, call, columnOf, width, held));
    }
    return [...parts.values()];
  };

  const build = (api, calls, held) => {
    columns = order(calls);
    rows = [];
    const padding = Math.max(0, 12 - columns.length);
    const cols = [make("col", { class: "call" }), ...columns.map(() => make("col", { class: "cell" })),
      ...Array.from({ length: padding }, () => make("col", { class: "cell" }))];
    const head = header(api, held);
    if (padding) head.firstElementChild.append(make("td", { colspan: padding }));
    return make("table", { class: "matrix", role: "grid", "aria-label": "Calls and the scopes that they need" },
      [make("colgroup", {}, cols), head, ...bodies(api, calls, held)]);
  };

  // Places are counted from 0; row -1 is the header, column -1 the calls.
  const at = ([r, c]) => (r < 0 ? heads[c] : c < 0 ? rows[r]?.head : rows[r]?.marks.get(c));

  const placeOf = (link) => {
    const column = heads.indexOf(link);
    if (column >= 0) return [-1, column];
    const r = rows.findIndex((one) => one.head === link || [...one.marks.values()].includes(link));
    if (r < 0) return null;
    const found = [...rows[r].marks].find(([, mark]) => mark === link);
    return [r, found ? found[0] : -1];
  };

  /** The next mark along a row. */
  const along = ([r, c], step) => {
    if (r < 0) return heads[c + step] ? [r, c + step] : null;
    const filled = [-1, ...rows[r].marks.keys()].sort((a, b) => a - b);
    const next = filled[filled.indexOf(c) + step];
    return next === undefined ? null : [r, next];
  };

  /** The next mark along a column, the header being the first. */
  const across = ([r, c], step) => {
    for (let next = r + step; next >= -1 && next < rows.length; next += step) {
      if (at([next, c])) return [next, c];
    }
    return null;
  };

  const edge = ([r], last) => {
    if (r < 0) return [r, last ? heads.length - 1 : 0];
    return [r, last ? Math.max(-1, ...rows[r].marks.keys()) : -1];
  };

  const MOVES = {
    ArrowRight: (place) => along(place, 1),
    ArrowLeft: (place) => along(place, -1),
    ArrowDown: (place) => across(place, 1),
    ArrowUp: (place) => across(place, -1),
    Home: (place, far) => (far ? [0, -1] : edge(place, false)),
    End: (place, far) => (far ? edge([rows.length - 1], true) : edge(place, true)),
    PageDown: ([r, c]) => (c < 0 ? [Math.min(rows.length - 1, r + 10), c] : null),
    PageUp: ([r, c]) => (c < 0 ? [Math.max(0, r - 10), c] : null),
  };

  const rove = (link) => {
    if (here) here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
  };

  const keys = (event) => {
    const move = MOVES[event.key];
    const place = move && placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    const link = at(move(place, event.ctrlKey) ?? place);
    if (!link) return;
    rove(link);
    link.focus({ preventScroll: true });
    link.closest("td, th").scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  /** Says in full what the mouse or the focus is on. */
  const tell = (api, box, event) => {
    const link = event.target.closest?.("a");
    const place = link && placeOf(link);
    for (const col of box.querySelectorAll("col.on")) col.classList.remove("on");
    if (!place) return;
    const [r, c] = place;
    if (c >= 0) box.querySelectorAll("col")[c + 1].classList.add("on");
    if (r < 0) readout.textContent = `${api.scopes[columns[c]].name}: named by ${plural(rows.filter((one) => one.marks.has(c)).length, "call")} here`;
    else readout.textContent = `${rows[r].call.id}: ${rows[r].call.method} ${rows[r].call.path} ${say(api, rows[r].call)}`;
  };

  const show = (api, calls, held) => {
    const table = build(api, calls, held);
    const box = make("div", { class: "box" }, table);
    readout = make("p", { class: "readout" }, "Point at a mark, or move to it with the arrow keys, to read it in full.");
    const legend = make("p", { class: "legend" },
      "● needed; ○ needed, but inferred: no document says so. 1, 2: one of several lists; the scopes with the same number are one list, and one whole list is enough.");
    box.addEventListener("keydown", keys);
    box.addEventListener("focusin", (event) => { rove(event.target); tell(api, box, event); });
    box.addEventListener("mouseover", (event) => tell(api, box, event));
    here = null;
    if (rows.length) rove(rows[0].head);
    const { scrollTop = 0, scrollLeft = 0 } = api.views.matrix.querySelector(".box") ?? {};
    api.views.matrix.replaceChildren(make("h3", { class: "unseen" }, "Matrix"), legend, readout, box);
    box.scrollTo(scrollLeft, scrollTop);
  };
  return { show };
};
