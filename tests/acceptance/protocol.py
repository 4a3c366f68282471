"""The W3C suites of SPARQL 1.1 Protocol and Service Description, the reading part of the Graph
Store Protocol, and clients that others wrote, against `saiga serve`. Usage: protocol.py STORE [NODE_MODULES]"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import rdflib
from rdflib import RDF, Namespace
from rdflib.collection import Collection
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TSV, TURTLE, XML, SPARQLWrapper

from harness import ROOT, SHARED, Checks, need_shared
from server import Server

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
TOKEN = "acceptance-token"

FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml",
                "text/tab-separated-values", "text/csv"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


def protocol(checks: Checks, server: Server, folder: Path) -> int:
    """Runs every test of the manifest as it is written; returns their number."""
    manifest = rdflib.Graph().parse(folder / "manifest.ttl")
    top = next(manifest.subjects(RDF.type, MF.Manifest))
    tests = list(Collection(manifest, manifest.value(top, MF.entries)))
    for test in tests:
        for data in manifest.objects(test, UT.graphData):
            label = manifest.value(data, rdflib.RDFS.label)
            triples = Path(manifest.value(data, UT.graph).removeprefix("file://")).read_text()
            load(server, f"CLEAR SILENT GRAPH <{label}> ; INSERT DATA {{ GRAPH <{label}> {{ {triples} }} }}")
        action = manifest.value(test, MF.action)
        for request in Collection(manifest, manifest.value(action, HT.requests)):
            one_request(checks, server, manifest, str(test).split("#")[-1], request)
    return len(tests)


def load(server: Server, update: str) -> None:
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    status, _, body = server.request("POST", "/update", update, headers)
    if status != 204:
        raise RuntimeError(f"no data for the test: {status} {body!r}")


def one_request(checks: Checks, server: Server, manifest: rdflib.Graph, name: str, request) -> None:
    headers: dict[str, str] = {}
    listed = manifest.value(request, HT.headers)
    for header in Collection(manifest, listed) if listed else []:
        field = str(manifest.value(header, HT.fieldName))
        headers[field] = str(manifest.value(header, HT.fieldValue))
    body = None
    content = manifest.value(request, HT.body)
    if content is not None:
        encoding = str(manifest.value(content, CNT.characterEncoding) or "UTF-8")
        body = str(manifest.value(content, CNT.chars)).encode(encoding)
    path = str(manifest.value(request, HT.absolutePath))
    # One address for queries, one for updates: the first request of an update test is the update.
    kind = next((value for key, value in headers.items() if key.lower() == "content-type"), "")
    is_query = "sparql-query" in kind or (body or b"").startswith(b"query=")
    is_update = "update" in name and not is_query
    path = path.replace("/sparql/", "/update" if is_update else "/sparql", 1)
    if is_update:
        headers["Authorization"] = f"Bearer {TOKEN}"
    method = str(manifest.value(request, HT.methodName))
    status, head, text = server.request(method, path, body, headers)
    response = manifest.value(request, HT.resp)
    expected = [str(one).split("StatusCode")[-1] for one in manifest.objects(response, MF.expectedStatus)]
    checks.that(f"{status // 100}xx" in expected, f"protocol {name}: {status}, not {expected}: {text[:200]!r}")
    boolean = manifest.value(response, MF.expectedBoolean)
    if boolean is not None and status == 200:
        checks.that(json.loads(text)["boolean"] == boolean.toPython(), f"protocol {name}: {text!r}")
    wanted = manifest.value(response, MF.expectedFormat)
    if wanted is not None and status == 200:
        got = head.get("content-type", "").split(";")[0]
        checks.that(got in FORMATS[str(wanted)], f"protocol {name}: {got} is not {wanted}")


def description(checks: Checks, server: Server) -> None:
    """The three tests of the Service Description suite, in every syntax, and the statistics."""
    endpoint = rdflib.URIRef(server.url + "/sparql")
    for syntax, kind in [("turtle", "text/turtle"), ("nt", "application/n-triples"),
                         ("xml", "application/rdf+xml"), ("json-ld", "application/ld+json")]:
        status, head, body = server.request("GET", "/sparql", headers={"Accept": kind})
        checks.that(status == 200 and head["content-type"].startswith(kind), f"description as {kind}: {head}")
        graph = rdflib.Graph().parse(data=body, format=syntax)
        services = list(graph.subjects(RDF.type, SD.Service))
        checks.that(len(services) == 1, f"{kind}: one service, not {services}")
        checks.that((services[0], SD.endpoint, endpoint) in graph, f"{kind}: sd:endpoint {endpoint}")
        for dataset in graph.objects(services[0], SD.defaultDataset):
            checks.that((dataset, RDF.type, SD.Dataset) in graph, "the default dataset is a sd:Dataset")
            default = graph.value(dataset, SD.defaultGraph)
            checks.that((default, RDF.type, SD.Graph) in graph, "its default graph is a sd:Graph")
            named = list(graph.objects(dataset, SD.namedGraph))
            checks.that(len(named) > 5, f"named graphs: {named}")
            for one in named:
                whole = graph.value(one, SD.name) and graph.value(one, SD.graph)
                checks.that(whole is not None, f"{one} has a name and a graph")
    counted = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2]
    n_triples = int(json.loads(counted)["results"]["bindings"][0]["n"]["value"])
    checks.that(int(graph.value(default, VOID.triples)) == n_triples, "void:triples is what a query counts")


def graph_store(checks: Checks, server: Server) -> None:
    """Reading graphs by name, indirectly and directly."""
    name = "https://w3id.org/saiga/graph/ontology"
    asked = server.request("GET", "/data?graph=" + quote(name, safe=""))
    direct = server.request("GET", "/data/graph/ontology")
    checks.that(asked[0] == 200 and asked[2] == direct[2], f"a graph by name and by path: {asked[0]}, {direct[0]}")
    graph = rdflib.Graph().parse(data=asked[2], format="turtle")
    counted = server.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")[2]
    checks.that(len(graph) == int(json.loads(counted)["results"]["bindings"][0]["n"]["value"]), "all of it")
    for kind, syntax in [("application/n-triples", "nt"), ("application/rdf+xml", "xml")]:
        status, head, body = server.request("GET", "/data?graph=" + quote(name, safe=""), headers={"Accept": kind})
        same = status == 200 and len(rdflib.Graph().parse(data=body, format=syntax)) == len(graph)
        checks.that(same, f"the graph as {kind}: {status} {head.get('content-type')}")
    status, head, body = server.request("HEAD", "/data/graph/ontology")
    checks.that((status, body) == (200, b"") and int(head["content-length"]) == len(asked[2]), f"HEAD: {head}")
    status, head, _ = server.request("GET", "/data?default", headers={"Accept-Encoding": "gzip"})
    checks.that(status == 200 and head.get("content-encoding") == "gzip", f"?default, compressed: {status} {head}")
    for path, expected in [("/data", 400), ("/data?default&graph=http%3A%2F%2Fa%2F", 400), ("/data?graph=", 400),
                           ("/data?graph=a%20b", 400), ("/data?graph=http%3A%2F%2Fexample.org%2Fno", 404),
                           ("/data/doc/no/such", 404)]:
        status, head, _ = server.request("GET", path)
        is_told = head["content-type"] == "application/problem+json"
        checks.that(status == expected and is_told, f"{path}: {status}, not {expected}")
    for method in ["PUT", "POST", "DELETE", "PATCH"]:
        status, _, _ = server.request(method, "/data?default", "<a:a> <a:b> <a:c> .", {"Content-Type": "text/turtle"})
        checks.that(status == 405, f"{method} /data: {status}, not 405")


def clients(checks: Checks, server: Server, modules: Path | None) -> None:
    """What others use to ask."""
    endpoint = server.url + "/sparql"
    query = "SELECT ?x ?label { ?x a gp:Country ; rdfs:label ?label } ORDER BY ?label LIMIT 5"
    expected = json.loads(server.ask(query)[2])["results"]["bindings"]
    labels = [row["label"]["value"] for row in expected]
    checks.that(len(labels) == 5, f"five countries: {labels}")
    for method in ["GET", POST]:
        for form in [JSON, XML, CSV, TSV]:
            wrapper = SPARQLWrapper(endpoint)
            wrapper.setMethod(method)
            wrapper.setQuery(query)
            wrapper.setReturnFormat(form)
            found = wrapper.query().convert()
            text = found.toxml() if hasattr(found, "toxml") else found.decode() if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False)
            checks.that(all(label in text for label in labels), f"SPARQLWrapper {method} {form}: {text[:200]}")
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery("CONSTRUCT { ?x rdfs:label ?label } { ?x a gp:Country ; rdfs:label ?label }")
    wrapper.setReturnFormat(TURTLE)
    checks.that(len(rdflib.Graph().parse(data=wrapper.query().convert(), format="turtle")) > 5, "SPARQLWrapper CONSTRUCT")

    prefixes = "PREFIX gp: <https://w3id.org/saiga/geopolitics#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    for method in ["GET", "POST", "POST_FORM"]:
        store = rdflib.Graph(SPARQLStore(endpoint, method=method))
        found = [str(row.label) for row in store.query(prefixes + query)]
        checks.that(found == labels, f"rdflib SPARQLStore {method}: {found}")
    store = SPARQLUpdateStore(endpoint, server.url + "/update", autocommit=True,
                              headers={"Authorization": f"Bearer {TOKEN}"})
    graph = rdflib.Graph(store, rdflib.URIRef("http://example.org/rdflib"))
    triple = (rdflib.URIRef("http://example.org/s"), RDF.type, rdflib.URIRef("http://example.org/T"))
    graph.add(triple)
    checks.that(triple in graph and len(graph) == 1, "rdflib SPARQLUpdateStore adds")
    graph.remove(triple)
    checks.that(triple not in graph, "rdflib SPARQLUpdateStore removes")

    run = subprocess.run(["curl", "--silent", "--compressed", "--data-urlencode", f"query={query}",
                          "--header", "Accept: text/csv", endpoint], capture_output=True, text=True, timeout=60)
    checks.that(all(label in run.stdout for label in labels), f"curl: {run.stdout} {run.stderr}")
    if modules is not None:
        script = ROOT / "tests" / "acceptance" / "comunica.mjs"
        run = subprocess.run(["node", str(script), str(modules), endpoint, prefixes + query],
                             capture_output=True, text=True, timeout=120)
        found = run.stdout.split("\n")[:-1]
        checks.that(found == labels, f"comunica: {found} {run.stderr[-600:]}")


def questions(checks: Checks, server: Server) -> None:
    """Every ready-made question has an answer, with values that the server itself offers."""
    listed = json.loads(server.request("GET", "/api/q")[2])["questions"]
    checks.that(len(listed) >= 25, f"{len(listed)} questions")
    for question in listed:
        name = question["name"]
        needed = [one for one in question["parameters"] if one["required"]]
        given = choose(checks, server, needed, [])
        checks.that(given is not None, f"question {name}: no values that go together")
        status, _, body = server.request("GET", f"/api/q/{name}.json?" + "&".join(given or []))
        rows = json.loads(body).get("rows")
        checks.that(status == 200 and bool(rows), f"question {name} {given}: {status}, {len(rows or [])} rows")


def choose(checks: Checks, server: Server, needed: list[dict], given: list[str]) -> list[str] | None:
    """Values for all of these parameters: the first of each for which the next has one too."""
    if not needed:
        return given
    parameter = needed[0]
    status, _, body = server.request("GET", "&".join([parameter["values"], *given]))
    found = json.loads(body)
    checks.that(status == 200, f"{parameter['values']} {given}: {status} {found.get('detail')}")
    # Words can be any: nothing is offered for them.
    values = [one["value"] for one in found.get("values", [])] or (["trade"] if parameter["kind"] == "string" else [])
    for value in values:
        chosen = choose(checks, server, needed[1:], [*given, f"{parameter['name']}={quote(value, safe='')}"])
        if chosen is not None:
            return chosen
    return None


def main() -> None:
    store = Path(sys.argv[1])
    modules = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    suites = need_shared("protocol", SHARED / "data" / "w3c" / "sparql11")
    checks = Checks("protocol")
    with Server(store, "--allow-update", TOKEN) as server:
        description(checks, server)
        graph_store(checks, server)
        questions(checks, server)
        clients(checks, server, modules)
        # Last, because these tests clear what there is.
        n_tests = protocol(checks, server, suites / "protocol")
    checks.that(n_tests == 34, f"the suite has 34 tests, not {n_tests}")
    checks.finish(f"{n_tests} tests of the protocol suite")


main()
