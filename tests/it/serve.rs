//! `saiga serve`: what it answers, what it refuses. Outside clients are in tests/acceptance.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::LazyLock;

use saiga::export::lint;
use serde_json::Value;

use crate::support::{Workdir, files, program, root};

/// A store of the sample documents, built once for all servers.
static SAMPLES: LazyLock<Workdir> = LazyLock::new(|| {
    let work = Workdir::with_samples();
    work.ok(&["build", "documents", "--quiet"]);
    work
});

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(args: &[&str]) -> Self {
        let mut command = program();
        command.current_dir(SAMPLES.path("")).args(["serve", "--port", "0", "--quiet"]).args(args);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program can be started");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is ours");
        BufReader::new(out).read_line(&mut line).expect("it tells its address");
        let address = line.trim().trim_start_matches("listening on http://").trim_end_matches('/');
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self { child, address: address.to_owned() }
    }

    /// Sends a request as it is and reads the answer to its end.
    fn raw(&self, request: &[u8]) -> Response {
        let mut stream = TcpStream::connect(&self.address).expect("the server is there");
        stream.write_all(request).expect("it reads");
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Response(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Response {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|header| header.starts_with("Host:")) {
            request += &format!("Host: {}\r\n", self.address);
        }
        for header in headers {
            request += &format!("{header}\r\n");
        }
        if method != "GET" && method != "HEAD" {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        self.raw((request + "\r\n" + body).as_bytes())
    }

    fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], "")
    }

    fn ask(&self, query: &str, accept: &str) -> Response {
        let headers = ["Content-Type: application/sparql-query", &format!("Accept: {accept}")];
        self.send("POST", "/sparql", &headers, query)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, head and body.
struct Response(String);

impl Response {
    fn status(&self) -> u16 {
        self.0.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.0.split_once("\r\n\r\n")?;
        head.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn body(&self) -> &str {
        self.0.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    fn json(&self) -> Value {
        serde_json::from_str(self.body()).unwrap_or_else(|error| panic!("{error}: {}", self.0))
    }

    /// The word that tells the kind of problem.
    fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.0);
        let kind = self.json()["type"].as_str().expect("a problem has a kind").to_owned();
        kind.rsplit('#').next().unwrap_or_default().to_owned()
    }
}

/// A value as it stands in an address.
fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn a_query_is_answered_in_the_format_that_is_wanted() {
    let server = Server::start(&[]);
    let members = "SELECT ?x { ?x gp:memberOf id:organization\\/collective-security-treaty-organization } ORDER BY ?x";
    let wanted = [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("text/csv;q=0.9, text/tab-separated-values;q=0.5", "text/csv; charset=utf-8"),
        ("text/html;q=0.8, application/xml", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
    ];
    for (accept, kind) in wanted {
        let answer = server.ask(members, accept);
        assert_eq!(answer.status(), 200, "{}", answer.0);
        assert!(answer.header("content-type").is_some_and(|own| own.starts_with(&kind[..8])));
        assert!(answer.body().contains("country/armenia"), "{kind}: {}", answer.body());
    }
    assert_eq!(server.ask(members, "image/png").problem(), "not-acceptable");
    let graph = server.ask("DESCRIBE id:country\\/armenia", "text/turtle");
    assert!(graph.body().contains("rdfs:label \"Armenia\""), "{}", graph.0);

    // By GET, with a state that the client can keep.
    let path = format!("/sparql?query={}", encode(members));
    let first = server.get(&path);
    let tag = first.header("etag").expect("there is a tag").to_owned();
    let again = server.send("GET", &path, &[&format!("If-None-Match: {tag}")], "");
    assert_eq!((again.status(), again.body()), (304, ""));
    let head = server.send("HEAD", &path, &[], "");
    assert_eq!((head.status(), head.body()), (200, ""));
    let form = ["Content-Type: application/x-www-form-urlencoded"];
    let posted = server.send("POST", "/sparql", &form, &format!("query={}", encode(members)));
    assert_eq!(posted.json(), first.json());
}

#[test]
fn what_cannot_be_answered_is_told() {
    let server = Server::start(&["--timeout", "1", "--max-rows", "10"]);
    let wrong = server.ask("SELECT ?x {\n  ?x gp:memberOf }", "*/*");
    assert_eq!((wrong.status(), wrong.problem()), (400, "syntax".to_owned()));
    assert_eq!(wrong.json()["line"], 2);
    assert!(wrong.json()["column"].is_u64() && wrong.json()["hint"].is_string(), "{}", wrong.0);
    let slow = "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f LIMIT 1";
    let slow = server.ask(slow, "*/*");
    assert_eq!((slow.status(), slow.problem()), (504, "time-limit".to_owned()));
    let long = server.ask("SELECT * { ?s ?p ?o }", "*/*");
    assert_eq!((long.status(), long.problem()), (413, "answer-too-large".to_owned()));
    let service = server.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "*/*");
    assert_eq!((service.status(), service.problem()), (403, "refused".to_owned()));
    let update = ["Content-Type: application/sparql-update"];
    for update in [
        server.send("POST", "/update", &update, "CLEAR ALL"),
        server.send("POST", "/update", &update, "LOAD <file:///etc/passwd>"),
    ] {
        assert_eq!((update.status(), update.problem()), (403, "read-only".to_owned()));
    }
    assert_eq!(server.send("PUT", "/data?default", &[], "").status(), 405);
    assert_eq!(server.get("/data").problem(), "bad-request");
    assert_eq!(server.get("/data?graph=http%3A%2F%2Fexample.org%2F").problem(), "not-found");
    assert_eq!(server.get("/sparql?query=%FF").problem(), "bad-request");
    for path in ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fCargo.toml"] {
        let answer = server.get(path);
        assert!(!answer.body().contains("root:") && answer.status() == 404, "{path}: {}", answer.0);
    }
    // After all that it is as well as before.
    assert_eq!(server.get("/health").json()["status"], "ok");
}

#[test]
fn strangers_are_refused_and_browsers_told_what_they_may() {
    let server = Server::start(&["--allow-host", "graph.example"]);
    let status = |headers: &[&str]| server.send("GET", "/health", headers, "").status();
    assert_eq!(status(&["Host: localhost:80"]), 200);
    assert_eq!(status(&["Host: graph.example"]), 200);
    assert_eq!(status(&["Host: evil.example"]), 403);
    assert_eq!(status(&["Origin: http://evil.example"]), 403);
    assert_eq!(status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]), 403);
    assert_eq!(status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]), 200);
    let own = server.send("GET", "/health", &["Origin: http://localhost:3000"], "");
    assert_eq!(own.header("access-control-allow-origin"), Some("http://localhost:3000"));
    let asked = ["Origin: http://localhost:3000", "Access-Control-Request-Method: POST"];
    let asked = server.send("OPTIONS", "/sparql", &asked, "");
    assert_eq!(asked.status(), 204);
    assert!(asked.header("access-control-allow-headers").is_some_and(|it| it.contains("accept")));
    let policy = own.header("content-security-policy").expect("there is a policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(own.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn every_question_has_an_answer_and_its_choices_too() {
    let server = Server::start(&[]);
    let listed = server.get("/api/q").json();
    let listed = listed["questions"].as_array().expect("a list").clone();
    assert_eq!(listed.len(), files(&root().join("ontology/queries")).len());
    assert!(listed.len() >= 25);
    let described = server.get("/api/openapi.json").json();
    for question in &listed {
        let name = question["name"].as_str().expect("a name");
        assert!(described["paths"][format!("/api/q/{name}.{{format}}")].is_object(), "{name}");
        // Whatever must be given is taken from what the server offers.
        let mut given = Vec::new();
        for parameter in question["parameters"].as_array().expect("a list") {
            if parameter["required"] == true {
                let parameter = parameter["name"].as_str().expect("a name");
                let others = given.join("&");
                let path = format!("/api/q/{name}/values?param={parameter}&{others}");
                let values = server.get(&path).json();
                let value = match values["values"][0]["value"].as_str() {
                    Some(value) => value.to_owned(),
                    None if parameter == "words" => "summit".to_owned(),
                    None => panic!("{name}: no choice for {parameter}: {values}"),
                };
                given.push(format!("{parameter}={}", encode(&value)));
            }
        }
        let answer = server.get(&format!("/api/q/{name}.json?{}", given.join("&")));
        assert_eq!(answer.status(), 200, "{name}: {}", answer.0);
        let rows = answer.json()["rows"].as_array().map_or(0, Vec::len);
        // Nobody has left an organization in the samples; the acceptance checks ask larger ones.
        assert!(rows > 0 || name == "former-members", "{name} {given:?} has no row");
    }
}

#[test]
fn a_fact_that_only_a_former_version_states_is_shown_with_it() {
    let server = Server::start(&[]);
    let ids = |version: &str| -> Vec<String> {
        let path = format!("/api/document/csto-membership?version={version}");
        let facts = server.get(&path).json()["facts"].as_array().expect("facts").clone();
        facts.iter().map(|fact| fact["id"].as_str().expect("an id").to_owned()).collect()
    };
    let later = ids("v2");
    let dropped: Vec<String> = ids("v1").into_iter().filter(|id| !later.contains(id)).collect();
    assert!(!dropped.is_empty(), "the versions differ");
    for id in dropped {
        let fact = server.get(&format!("/api/fact/{id}")).json();
        assert!(!fact["sources"].as_array().expect("sources").is_empty(), "{id}");
    }
    assert_eq!(server.get("/api/fact/000000000000000000000000").problem(), "not-found");
}

#[test]
fn parameters_are_terms_and_pages_have_ends() {
    let server = Server::start(&[]);
    let members = |parameters: &str| server.get(&format!("/api/q/members.json?{parameters}"));
    let all = members("organization=CSTO").json();
    let n_rows = all["rows"].as_array().expect("rows").len();
    assert_eq!(all["rows"][0][0]["type"], "uri");
    assert!(all["rows"][0][0]["label"].is_string() && all["more"] == false);
    let attempts = [
        "CSTO> . } DROP ALL #",
        "\" } UNION { ?s ?p ?o } #",
        "id:organization/csto> ?p ?o . <x",
        "<script>alert(1)</script>",
        "UNDEF) (?x",
        "\u{202e}\u{0}csto",
    ];
    for attempt in attempts {
        let answer = members(&format!("organization={}", encode(attempt)));
        assert_eq!(answer.status(), 400, "{attempt}: {}", answer.0);
        let said = server.get(&format!("/api/q/quotes.json?words={}", encode(attempt)));
        let rows = said.json()["rows"].as_array().map_or(0, Vec::len);
        assert!(said.status() == 400 || rows == 0, "{attempt}: {}", said.0);
    }
    assert_eq!(members("organization=CSTO&nosuch=1").problem(), "bad-parameter");
    assert_eq!(members("organization=CSTO&limit=0").status(), 400);
    assert_eq!(members("organization=CSTO&limit=99999999999999999999").status(), 400);
    assert_eq!(members("").problem(), "bad-parameter");
    assert_eq!(server.get("/api/q/nosuch.json").problem(), "not-found");
    assert_eq!(server.get("/api/q/members.exe?organization=CSTO").problem(), "not-found");

    // Page by page it is the same.
    let mut found = Vec::new();
    let mut path = "/api/q/members.json?organization=CSTO&limit=2".to_owned();
    loop {
        let page = server.get(&path);
        found.extend(page.json()["rows"].as_array().expect("rows").clone());
        let Some(link) = page.header("link") else { break };
        path = link.split(['<', '>']).nth(1).expect("an address").to_owned();
    }
    assert_eq!((found.len(), &Value::Array(found)), (n_rows, &all["rows"]));

    // Several values mean any of them; a row that answers to both stands once.
    let leaders = |of: &str| -> BTreeSet<String> {
        let answer = server.get(&format!("/api/q/leaders.json?{of}")).json();
        answer["rows"].as_array().expect("rows").iter().map(Value::to_string).collect()
    };
    let (one, other) = (leaders("of=Russia"), leaders("of=Kazakhstan"));
    assert!(!one.is_empty() && other.len() > one.len());
    assert_eq!(leaders("of=Russia&of=Kazakhstan"), one.union(&other).cloned().collect());

    let sheet = server.get("/api/q/members.csv?organization=CSTO");
    assert!(sheet.body().starts_with("member,member_label,membership,"), "{}", sheet.body());
}

#[test]
fn an_answer_is_a_network_where_its_rows_join_things() {
    let server = Server::start(&[]);
    let of_facts = server.get("/api/q/neighbours.gexf?entity=Kazakhstan");
    assert_eq!(of_facts.header("content-type"), Some("application/gexf+xml"));
    assert_eq!(lint::gexf(of_facts.body().as_bytes()), []);
    assert!(of_facts.body().contains("label=\"Kazakhstan\""), "{}", of_facts.body());
    // No column is called an end: the first two with things are.
    let of_members = server.get("/api/q/members.gexf?organization=CSTO");
    assert_eq!(lint::gexf(of_members.body().as_bytes()), []);
    assert!(of_members.body().contains("label=\"organization\""), "{}", of_members.body());
    let nothing = server.get("/api/q/plans.gexf?about=CSTO&limit=1");
    assert_eq!(nothing.status(), 200, "{}", nothing.body());
    // Documents and numbers: nothing joins two things.
    assert_eq!(server.get("/api/q/documents.gexf").problem(), "not-acceptable");
}

#[test]
fn an_update_needs_its_token_and_changes_what_is_served() {
    let server = Server::start(&["--allow-update", "a-long-token"]);
    let update = |token: &str, text: &str| {
        let token = format!("Authorization: Bearer {token}");
        server.send("POST", "/update", &["Content-Type: application/sparql-update", &token], text)
    };
    let insert = "INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/s> a <t> } }";
    assert_eq!(update("another-token", insert).status(), 401);
    let asked = "ASK { GRAPH <http://example.org/g> { ?s ?p ?o } }";
    assert_eq!(server.ask(asked, "*/*").json()["boolean"], false);
    let tag =
        |server: &Server| server.get("/api/q/documents.json").header("etag").map(str::to_owned);
    let before = tag(&server);
    assert_eq!(update("a-long-token", insert).status(), 204);
    assert_eq!(server.ask(asked, "*/*").json()["boolean"], true);
    assert_ne!(tag(&server), before);
    assert_eq!(update("a-long-token", "LOAD <file:///etc/passwd>").problem(), "refused");
    assert_eq!(update("a-long-token", "INSERT DATA {").problem(), "syntax");
    // One after the other, each on what the last has left.
    for number in 0..3 {
        let text = format!("INSERT DATA {{ <http://example.org/{number}> <p> {number} }}");
        assert_eq!(update("a-long-token", &text).status(), 204);
    }
    let count =
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRSTARTS(STR(?s), \"http://example.org/\")) }";
    let counted = server.ask(count, "*/*").json();
    assert_eq!(counted["results"]["bindings"][0]["n"]["value"], "3");
    // The store on the disk is as it was.
    assert!(!SAMPLES.ok(&["export", "--format", "nquads"]).contains("example.org/g"));
}
