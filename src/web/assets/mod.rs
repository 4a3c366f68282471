//! The page: its built files, from inside the program. Their sources are in `src/web/page`; nothing
//! is fetched from elsewhere.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{Embed, EmbeddedFile};

use super::{AppState, Problem};

#[derive(Embed)]
#[folder = "src/web/assets/"]
#[exclude = "*.rs"]
struct Files;

/// The addresses of this module: `/`, and one for each file.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/", get(index)).route("/assets/{name}", get(asset))
}

async fn index(headers: HeaderMap) -> Response {
    file("index.html", &headers)
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    file(&name, &headers)
}

/// Answers with a file. Names are those of the embedded files and of nothing else.
fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some(EmbeddedFile { data, metadata }) = Files::get(name) else {
        return Problem::new(StatusCode::NOT_FOUND, "not-found", "nothing is here").into_response();
    };
    let hash: String =
        metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}\"");
    // A part is named by its content, so that it never changes under its name.
    let keep =
        if name.starts_with("part-") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let tagged = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, keep.to_owned())];
    if known.is_some_and(|known| known.trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, tagged).into_response();
    }
    (tagged, [(header::CONTENT_TYPE, kind(name))], data).into_response()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_all_that_it_names_are_inside() {
        let page = Files::get("index.html").unwrap();
        let page = String::from_utf8_lossy(&page.data).into_owned();
        let named = page.split('"').filter_map(|part| part.strip_prefix("assets/"));
        let missing: Vec<&str> = named.filter(|name| Files::get(name).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(!page.contains("style=") && !page.contains("<script>"), "nothing inline");
        assert!(Files::iter().all(|name| !name.ends_with(".rs")));
    }

    #[test]
    fn a_name_leads_to_no_other_file() {
        let none = HeaderMap::new();
        for name in ["", "../mod.rs", "mod.rs", "/etc/passwd", "index.html/"] {
            assert_eq!(file(name, &none).status(), StatusCode::NOT_FOUND, "{name}");
        }
        assert_eq!(file("index.html", &none).status(), StatusCode::OK);
    }
}
