// The analyst's decisions: accept, reject, merge, split, rename. They stand in decisions.csv, and the next build
// follows them; the page writes there only when the server was told to allow it.

import { useEffect, useState } from "preact/hooks";
import type { Decision } from "./api";
import { ask, Problem } from "./api";
import { getOverview, Picker } from "./parts";

let rows: Decision[] | undefined;
const listeners = new Set<() => void>();

async function send(method: string, body?: object): Promise<void> {
  const init = body ? { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } } : { method };
  const answer = await (await ask("api/decisions", init)).json() as { decisions: Decision[] };
  rows = answer.decisions;
  for (const listener of listeners) listener();
}

export function useDecisions(): Decision[] | undefined {
  const [, turn] = useState(0);
  useEffect(() => {
    const listener = () => turn((n) => n + 1);
    listeners.add(listener);
    if (!rows) send("GET").catch(() => { rows = []; });
    return () => { listeners.delete(listener); };
  }, []);
  return rows;
}

const SAID: Record<string, string> = {
  accept: "Accepted", reject: "Rejected", merge: "Merged into", split: "Never meant by", rename: "Named",
};

export function Decided({ item }: { item: string }) {
  const own = useDecisions()?.filter((row) => row.item === item || (row.action === "merge" && row.value === item));
  const [failed, setFailed] = useState("");
  if (!own?.length) return null;
  const allowed = getOverview()?.allowDecisions;
  return (
    <ul class="decided">
      {own.map((row) => (
        <li key={row.line}>
          <strong>{SAID[row.action] ?? row.action}</strong> {row.action === "merge" && row.value === item ? `it: ${row.item}` : row.value}
          {row.note && <span class="soft"> — {row.note}</span>}
          <span class="soft"> · decisions.csv, line {row.line}; the next build follows it</span>
          {allowed && (
            <button class="plain" onClick={() => {
              send("DELETE", { action: row.action, item: row.item, value: row.value, note: row.note })
                .catch((error: Problem) => setFailed(error.message));
            }}>Take back</button>
          )}
        </li>
      ))}
      {failed && <li class="problem" role="alert">{failed}</li>}
    </ul>
  );
}

export function Decide(props: { about: string; claim?: boolean; entity?: boolean; split?: string }) {
  const [asked, setAsked] = useState<"" | "merge" | "rename">("");
  const [note, setNote] = useState("");
  const [value, setValue] = useState("");
  const [failed, setFailed] = useState("");
  const decisions = useDecisions();
  if (!getOverview()?.allowDecisions) return null;
  const decide = (action: string, value = "") => {
    setFailed("");
    send("POST", { action, item: props.about, value, note })
      .then(() => { setAsked(""); setNote(""); setValue(""); }, (error: Problem) => setFailed(error.message));
  };
  if (props.split !== undefined) {
    const done = decisions?.some((row) => row.action === "split" && row.item === props.about && row.value === props.split);
    return <>{" "}{!done && <button class="plain" onClick={() => decide("split", props.split)} aria-label={`not this: “${props.split}”`}>not this</button>}{failed && <span class="problem" role="alert">{failed}</span>}</>;
  }
  return (
    <div class="decide" role="group" aria-label="Decide">
      {props.claim && <button onClick={() => decide("accept")}>Accept</button>}
      <button onClick={() => decide("reject")}>{props.claim ? "Reject" : "No entity"}</button>
      {props.entity && (
        <>
          <button aria-expanded={asked === "merge"} onClick={() => setAsked(asked === "merge" ? "" : "merge")}>Merge into…</button>
          <button aria-expanded={asked === "rename"} onClick={() => setAsked(asked === "rename" ? "" : "rename")}>Rename…</button>
        </>
      )}
      <label class="note">Note <input value={note} onInput={(event) => setNote(event.currentTarget.value)} /></label>
      {asked === "merge" && (
        <>
          <Picker label="It is the same as" value={value} required onPick={setValue} />
          <button disabled={!value} onClick={() => decide("merge", value)}>Merge</button>
        </>
      )}
      {asked === "rename" && (
        <>
          <label>Its name <input value={value} onInput={(event) => setValue(event.currentTarget.value)} /></label>
          <button disabled={!value} onClick={() => decide("rename", value)}>Rename</button>
        </>
      )}
      {failed && <p class="problem" role="alert">{failed}</p>}
    </div>
  );
}
