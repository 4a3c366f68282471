// Asks an endpoint through Comunica and prints the labels that it finds, one a line.
// Usage: comunica.mjs NODE_MODULES ENDPOINT QUERY
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, endpoint, query] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { QueryEngine } = require("@comunica/query-sparql");

const engine = new QueryEngine();
const bindings = await engine.queryBindings(query, {
  sources: [{ type: "sparql", value: endpoint }],
});
for (const binding of await bindings.toArray()) console.log(binding.get("label").value);
