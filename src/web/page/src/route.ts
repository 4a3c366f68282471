// Where the page is: everything that is seen stands in the address, after `#`, so that it can be sent to a
// colleague and works below any path of a reverse proxy.

import { useEffect, useMemo, useState } from "preact/hooks";
import { query } from "./api";

export interface Route { path: string[]; asked: Record<string, string> }

export function parse(hash: string): Route {
  const [path = "", asked = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const parts = path.split("/").filter(Boolean).map((part) => {
    try { return decodeURIComponent(part); } catch { return part; }
  });
  return { path: parts, asked: Object.fromEntries(new URLSearchParams(asked)) };
}

/** The address of a view. */
export function to(path: string, asked: Record<string, string | number | undefined> = {}): string {
  const safe = path.split("/").map(encodeURIComponent).join("/");
  return `#/${safe}${query(asked)}`;
}

export function go(path: string, asked: Record<string, string | number | undefined> = {}): void {
  location.hash = to(path, asked);
}

/** Changes what is asked for without leaving the view, and without a step in the history. */
export function adjust(asked: Record<string, string | number | undefined>): void {
  const here = parse(location.hash);
  const next = to(here.path.join("/"), { ...here.asked, ...asked });
  if (next !== location.hash) {
    history.replaceState(null, "", next);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const turn = () => setHash(location.hash);
    addEventListener("hashchange", turn);
    turn(); // It may have changed before anybody listened.
    return () => removeEventListener("hashchange", turn);
  }, []);
  return useMemo(() => parse(hash), [hash]);
}

/** Whether an address that a document gives may be a link: it might as well be a script. */
export const isWeb = (address: string) => /^https?:\/\//i.test(address);
export const entityAt = (id: string) => to(`entity/${id}`);
export const factAt = (id: string) => to(`fact/${id}`);
export const readAt = (document: string, version?: string, more: Record<string, string | number | undefined> = {}) =>
  to(`read/${document}`, { version, ...more });
