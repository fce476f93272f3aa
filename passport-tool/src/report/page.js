// The report's script; it uses matrix.js. What a scope gives was computed before; nothing here knows about wildcards
// or implications. All text is set as text.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const apis = JSON.parse(byId("data").textContent).apis;
  if (apis.length === 0) return;

  /** Makes an element; `content` is text, or a list of elements and texts. */
  const make = (tag, attributes = {}, content = []) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...(Array.isArray(content) ? content : [content]));
    return element;
  };
  const plural = (n, one, many = one + "s") => `${n} ${n === 1 ? one : many}`;
  const matrix = matrixOf({ make, plural });
  const VIEWS = ["matrix", "calls", "scopes", "sets"];
  const FLAGS = ["inferred", "deprecated", "unused"];
  const FIELDS = ["q", "resource", "method", "access", "scope", "can"];

  // What is on the page already -------------------------------------------------------------------

  for (const api of apis) {
    api.section = byId(api.name);
    api.views = {};
    for (const view of api.section.querySelectorAll(".view")) api.views[view.dataset.view] = view;
    api.places = new Map(api.scopes.map((scope, place) => [scope.name, place]));
    const row = (id) => {
      const element = byId(id);
      return { element, text: element.textContent.toLowerCase(), flags: element.dataset };
    };
    for (const call of api.calls) {
      call.anchor = `${api.name}/${call.id}`;
      Object.assign(call, row(call.anchor));
      call.verdict = call.element.querySelector(".verdict");
      call.group = call.element.closest(".resource");
      call.named = new Set(call.needs?.flat());
    }
    for (const scope of api.scopes) Object.assign(scope, row(scope.anchor));
    const sets = api.views.sets?.querySelectorAll(".entry") ?? [];
    api.sets.forEach((set, place) => Object.assign(set, row(sets[place].id)));
  }

  // What is shown, kept in the address -------------------------------------------------------------

  const wide = matchMedia("(min-width: 62rem)");
  const fresh = () => ({
    api: apis[0], view: "", q: "", resource: "", method: "", access: "", scope: "", can: "",
    flags: new Set(), hold: new Set(), at: "",
  });
  let state = fresh();
  const view = () => (state.view && (state.view !== "sets" || state.api.sets.length) ? state.view
    : wide.matches ? "matrix" : "calls");

  const write = () => {
    const params = new URLSearchParams();
    if (state.api !== apis[0]) params.set("api", state.api.name);
    if (state.view) params.set("view", state.view);
    for (const field of FIELDS) if (state[field]) params.set(field, state[field]);
    for (const flag of FLAGS) if (state.flags.has(flag)) params.set(flag, "1");
    for (const place of state.hold) params.append("hold", state.api.scopes[place].name);
    if (state.at) params.set("at", state.at);
    return "#" + params;
  };

  const read = (hash) => {
    const text = hash.replace(/^#/, "");
    state = fresh();
    if (text && !text.includes("=")) {
      let id = text;
      try { id = decodeURIComponent(text); } catch { /* It is taken as it is. */ }
      return aim(id);
    }
    const params = new URLSearchParams(text);
    state.api = apis.find((api) => api.name === params.get("api")) ?? apis[0];
    if (VIEWS.includes(params.get("view"))) state.view = params.get("view");
    fill(state.api);
    for (const field of FIELDS) {
      // What the page does not know, as in a link to an older one, hides nothing.
      const known = field === "q" || [...byId(field).options].some((one) => one.value === params.get(field));
      state[field] = known ? params.get(field) ?? "" : "";
    }
    for (const flag of FLAGS) if (params.has(flag)) state.flags.add(flag);
    for (const name of params.getAll("hold")) {
      const place = state.api.places.get(name);
      if (place !== undefined) state.hold.add(place);
    }
    state.at = params.get("at") ?? "";
  };

  /** Turns to the API and the view where an element stands. */
  const aim = (id) => {
    const target = byId(id);
    const api = target && apis.find((one) => one.section.contains(target));
    if (!api) return;
    if (api !== state.api) state = { ...fresh(), api };
    const where = target.closest(".view");
    if (where) {
      state.view = where.dataset.view;
      state.at = id;
    }
  };

  let later = 0;

  /** Shows the state and keeps it in the address: at once as a step of its own, or a moment after the
   * last of several changes, because browsers slow down pages that write it at every key. */
  const keep = (step) => {
    clearTimeout(later);
    if (step) history.pushState(null, "", write());
    else later = setTimeout(() => history.replaceState(null, "", write()), 250);
    show();
  };

  // Deciding what is shown -------------------------------------------------------------------------

  const words = () => state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const flagged = (row) => [...state.flags].every((flag) => flag in row.flags);

  const usable = () => {
    const scopes = new Set();
    for (const place of state.hold) {
      scopes.add(place);
      for (const given of state.api.scopes[place].gives ?? []) scopes.add(given);
    }
    return scopes;
  };

  /** What the nearest alternative lacks; empty if the call can be made. */
  const lacking = (call, held) => {
    let least = null;
    for (const scopes of call.needs ?? [[]]) {
      const lacks = scopes.filter((place) => !held.has(place));
      if (least === null || lacks.length < least.length) least = lacks;
    }
    return least ?? [];
  };

  const wanted = (call, terms, place) =>
    (!state.resource || call.resource === state.resource)
    && (!state.method || call.method === state.method)
    && (!state.access || call.access === state.access || (state.access === "public" && "anonymous" in call.flags))
    && (place === undefined || call.named.has(place))
    && (!state.can || (state.can === "yes") === (call.lacks.length === 0))
    && flagged(call)
    && terms.every((term) => call.text.includes(term));

  // Showing ----------------------------------------------------------------------------------------

  const show = () => {
    const { api } = state;
    const current = view();
    for (const other of apis) other.section.hidden = other !== api;
    for (const [name, element] of Object.entries(api.views)) element.hidden = name !== current;
    const held = usable();
    const terms = words();
    showCalls(held, terms);
    for (const row of [...api.scopes, ...api.sets]) {
      row.element.hidden = !(flagged(row) && terms.every((term) => row.text.includes(term)));
    }
    if (current === "matrix") matrix.show(api, api.calls.filter((call) => call.shown), held);
    showControls(current);
    count(current);
    mark();
  };

  const showCalls = (held, terms) => {
    const { api } = state;
    const place = state.scope ? api.places.get(state.scope) ?? -1 : undefined;
    const groups = new Map();
    for (const call of api.calls) {
      call.lacks = lacking(call, held);
      call.shown = wanted(call, terms, place);
      call.element.hidden = !call.shown;
      groups.set(call.group, groups.get(call.group) || call.shown);
      const told = state.hold.size > 0 || state.can !== "";
      call.lit = told && call.lacks.length === 0;
      call.element.classList.toggle("lit", call.lit);
      call.verdict.hidden = !told;
      call.verdict.textContent = !told ? "" : call.lit ? "✓ this token can make it"
        : "this token lacks " + call.lacks.map((lack) => api.scopes[lack].name).join(", ");
    }
    for (const [group, shown] of groups) group.hidden = !shown;
  };

  const count = (current) => {
    const { api } = state;
    const seen = (rows) => rows.filter((row) => !row.element.hidden).length;
    let text;
    if (current === "scopes") text = `${seen(api.scopes)} of ${plural(api.scopes.length, "scope")}`;
    else if (current === "sets") text = `${seen(api.sets)} of ${plural(api.sets.length, "set")}`;
    else text = `${seen(api.calls)} of ${plural(api.calls.length, "call")}`;
    if (state.hold.size) {
      const can = api.calls.filter((call) => call.lacks.length === 0).length;
      text += `; a token with ${plural(state.hold.size, "scope")} can make ${plural(can, "call")}`;
    }
    if (byId("count").textContent !== text) byId("count").textContent = text;
  };

  /** Marks what the address points to. */
  const mark = () => {
    for (const old of document.querySelectorAll(".rows > .at")) old.classList.remove("at");
    if (state.at) byId(state.at)?.classList.add("at");
  };

  // Controls ---------------------------------------------------------------------------------------

  let filled = null;
  const options = (id, first, values) => {
    byId(id).replaceChildren(...[["", first], ...values].map(([value, text]) =>
      make("option", { value }, text)));
  };
  const same = (values) => [...new Set(values)].map((value) => [value, value]);

  /** Fills what depends on the API. */
  const fill = (api) => {
    if (filled === api) return;
    filled = api;
    options("resource", "all", same(api.calls.map((call) => call.resource)));
    options("method", "all", same(api.calls.map((call) => call.method)));
    options("scope", "any", same(api.scopes.map((scope) => scope.name)));
    options("set", api.sets.length ? "no set" : "the API has no named set",
      api.sets.map((set, place) => [String(place), set.name]));
    byId("set").disabled = api.sets.length === 0;
    byId("find").value = "";
    byId("pick").replaceChildren(byId("pick").firstElementChild, ...api.scopes.map((scope, place) => {
      scope.box = make("input", { type: "checkbox", value: place });
      scope.label = make("label", {}, [scope.box, make("code", {}, scope.name)]);
      return scope.label;
    }));
    document.querySelector('[data-show="sets"]').parentElement.hidden = api.sets.length === 0;
  };

  const showControls = (current) => {
    const { api } = state;
    fill(api);
    for (const field of FIELDS) if (byId(field).value !== state[field]) byId(field).value = state[field];
    for (const flag of FLAGS) byId(flag).checked = state.flags.has(flag);
    api.scopes.forEach((scope, place) => { scope.box.checked = state.hold.has(place); });
    const set = api.sets.findIndex((one) =>
      one.scopes.length === state.hold.size && one.scopes.every((place) => state.hold.has(place)));
    byId("set").value = set < 0 ? "" : String(set);
    byId("held").textContent = state.hold.size ? `(${state.hold.size})` : "";
    byId("reset").hidden = !(FIELDS.some((field) => state[field]) || state.flags.size || state.hold.size);
    for (const link of document.querySelectorAll("[data-show], [data-api]")) {
      const { show: shown, api: name } = link.dataset;
      if (shown === current || name === api.name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  const find = () => {
    const term = byId("find").value.toLowerCase();
    for (const scope of state.api.scopes) scope.label.hidden = !scope.name.toLowerCase().includes(term);
  };

  // Acting -----------------------------------------------------------------------------------------

  /** Goes to something on the page, and lets nothing hide it. */
  const go = (id) => {
    aim(id);
    keep(true);
    const target = byId(id);
    if (target?.hidden) {
      state = { ...fresh(), api: state.api, view: state.view, at: id, hold: state.hold };
      keep();
    }
    reach();
  };

  const reach = () => {
    const target = state.at && byId(state.at);
    if (!target || target.hidden) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  };

  const click = (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.classList.contains("skip")) return;
    event.preventDefault();
    if (link.dataset.show) {
      state.view = link.dataset.show;
      state.at = "";
      keep(true);
    } else if (link.dataset.api) {
      state = { ...fresh(), api: apis.find((api) => api.name === link.dataset.api), view: state.view };
      keep(true);
    } else go(decodeURIComponent(link.hash.slice(1)));
  };

  const listen = () => {
    document.addEventListener("click", click);
    for (const field of FIELDS) {
      byId(field).addEventListener("input", (event) => {
        state[field] = event.target.value;
        state.at = "";
        keep();
      });
    }
    for (const flag of FLAGS) {
      byId(flag).addEventListener("change", (event) => {
        state.flags[event.target.checked ? "add" : "delete"](flag);
        state.at = "";
        keep();
      });
    }
    byId("pick").addEventListener("change", (event) => {
      state.hold[event.target.checked ? "add" : "delete"](Number(event.target.value));
      keep();
    });
    byId("set").addEventListener("change", (event) => hold(event.target.value));
    for (const button of document.querySelectorAll(".hold-set")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        state.view = "calls";
        byId("token").open = true;
        hold(button.dataset.set, true);
      });
    }
    byId("find").addEventListener("input", find);
    byId("reset").addEventListener("click", () => {
      state = { ...fresh(), api: state.api, view: state.view };
      byId("find").value = "";
      find();
      keep(true);
    });
    document.addEventListener("keydown", shortcuts);
    addEventListener("popstate", () => { clearTimeout(later); read(location.hash); show(); reach(); });
    wide.addEventListener("change", show);
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("main details")) details.open = true;
    });
  };

  const hold = (set, step) => {
    state.hold = new Set(set === "" ? [] : state.api.sets[Number(set)].scopes);
    keep(step);
  };

  const shortcuts = (event) => {
    const typing = event.target.matches?.("input[type='search'], select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      byId("q").focus();
      byId("q").select();
    } else if (event.key === "Escape" && event.target === byId("q") && state.q) {
      event.preventDefault();
      state.q = "";
      keep();
    }
  };

  // Light or dark; where nothing can be stored, for as long as the page is open ---------------------

  const THEMES = ["automatic", "light", "dark"];
  const theme = (name) => {
    if (name === "automatic") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    byId("theme").textContent = `Theme: ${name}`;
    try { localStorage.setItem("passport-report-theme", name); } catch { /* Not kept. */ }
  };
  const stored = () => {
    try { return localStorage.getItem("passport-report-theme"); } catch { return null; }
  };
  let current = Math.max(0, THEMES.indexOf(stored()));
  theme(THEMES[current]);
  byId("theme").addEventListener("click", () => {
    current = (current + 1) % THEMES.length;
    theme(THEMES[current]);
  });

  for (const element of [byId("theme"), byId("controls"), document.querySelector(".bar"), document.querySelector(".keys")]) {
    element.hidden = false;
  }
  document.documentElement.classList.add("js");
  for (const about of document.querySelectorAll(".about")) about.open = wide.matches;
  byId("filters").open = wide.matches;
  byId("token").open = wide.matches;
  listen();
  read(location.hash);
  show();
  reach();
})();
