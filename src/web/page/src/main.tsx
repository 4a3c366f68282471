// The frame: navigation, the search field, the theme, and which view is shown.

import { render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import type { Overview } from "./api";
import { get, Problem } from "./api";
import { setOverview } from "./parts";
import type { Route } from "./route";
import { go, to, useRoute } from "./route";
import { Search } from "./search";
import { EntityView, FactView } from "./entity";
import { Documents, Reading } from "./read";
import { Compare } from "./compare";

const VIEWS: [string, string][] = [
  ["", "Search"], ["read", "Read"], ["network", "Network"], ["compare", "Compare"], ["ask", "Ask"],
];

/** A view whose code is loaded when it is first shown. */
function Later({ load, route }: { load: () => Promise<ComponentType<{ route: Route }>>; route: Route }) {
  const [View, setView] = useState<{ of: ComponentType<{ route: Route }> }>();
  const [failed, setFailed] = useState(false);
  useEffect(() => { load().then((of) => setView({ of }), () => setFailed(true)); }, []);
  if (failed) return <p class="problem" role="alert">A part of the page could not be loaded. Reload it.</p>;
  return View ? <View.of route={route} /> : <p class="soft loading" role="status">Loading…</p>;
}

const network = () => import("./network").then((part) => part.NetworkView);
const asking = () => import("./ask").then((part) => part.Ask);

function View({ route }: { route: Route }) {
  const [view, first, second] = route.path;
  switch (view) {
    case undefined: case "search": return <Search route={route} />;
    case "entity": return <EntityView id={`${first}/${second}`} key={`${first}/${second}`} />;
    case "fact": return <FactView id={first ?? ""} key={first} />;
    case "read": return first ? <Reading id={first} route={route} key={first} /> : <Documents />;
    case "network": return <Later load={network} route={route} key="network" />;
    case "compare": return <Compare route={route} />;
    case "ask": return <Later load={asking} route={route} key="ask" />;
    default: return <section class="column"><h1 tabIndex={-1}>There is nothing here</h1><p>The address names no view. <a href="#/">Search</a> instead.</p></section>;
  }
}

const THEMES = ["auto", "light", "dark"] as const;

function Theme() {
  const [theme, setTheme] = useState(() => document.documentElement.dataset.theme ?? "auto");
  const turn = () => {
    const next = THEMES[(THEMES.indexOf(theme as "auto") + 1) % THEMES.length]!;
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch { /* private mode keeps nothing */ }
    setTheme(next);
    dispatchEvent(new Event("themechange"));
  };
  return <button class="plain theme" onClick={turn} title="Light, dark, or as the system says">Theme: {theme}</button>;
}

function Page() {
  const route = useRoute();
  const [state, setState] = useState<Overview | Problem>();
  const field = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    get<Overview>("overview").then((one) => { setOverview(one); setState(one); }, setState);
  }, []);
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.isContentEditable && !target.shadowRoot) {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("#search, #top-search")?.focus();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  // Whoever cannot see the page learns that the view has changed by where the focus is.
  const place = route.path.join("/");
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  const view = route.path[0] ?? "";
  const current = view === "search" ? "" : view;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to content</a>
      <header>
        <a class="brand" href="#/">saiga</a>
        <nav aria-label="Views">
          {VIEWS.map(([path, label]) => (
            <a key={path} href={to(path)} aria-current={current === path ? "page" : undefined}>{label}</a>
          ))}
        </nav>
        {current !== "" && (
          <form role="search" onSubmit={(event) => { event.preventDefault(); go("search", { q: field.current!.value }); }}>
            <input id="top-search" ref={field} type="search" aria-label="Search names and texts" placeholder="Search   /" />
          </form>
        )}
        <Theme />
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {state instanceof Problem ? <p class="problem" role="alert">{state.message}</p>
          : state ? <View route={route} /> : <p class="soft loading" role="status">Loading…</p>}
      </main>
    </>
  );
}

try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* private mode keeps nothing */ }
render(<Page />, document.getElementById("page")!);
