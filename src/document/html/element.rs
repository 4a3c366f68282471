//! What HTML elements mean for the text inside them.

/// What an element does to its text. Several may hold at once, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Its text is not shown, or is no text: scripts, styles, forms, hidden parts.
    Skip,
    /// Menus, page heads and feet, side columns.
    Navigation,
    /// One article.
    Article,
    /// The main content.
    Main,
    /// A heading of the level.
    Heading(u8),
    /// A block quotation.
    Quote,
    /// A quotation from the text itself.
    PullQuote,
    /// Preformatted text.
    Code,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// Words about a picture.
    Caption,
    /// A footnote.
    Footnote,
    /// About the author.
    Biography,
    /// The author's name.
    Author,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell; true for a header cell.
    Cell(bool),
    /// Raised digits may be a note mark.
    Superscript,
    /// A link.
    Link,
    /// The title of the page.
    PageTitle,
    /// Linked data in a script.
    JsonLd,
}

/// The attributes of a start tag that matter here, values in the source's case.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// `class` and `id`, joined by a space.
    pub names: String,
    /// `role`, `rel` and `itemprop`, joined by spaces.
    pub roles: String,
    /// `hidden`, `aria-hidden="true"` or `style="display:none"`.
    pub hidden: bool,
    /// `type`.
    pub kind: String,
    /// `content` of a `meta`, `datetime` of a `time`, `href` of a `link`.
    pub value: String,
    /// `name` or `property` of a `meta`.
    pub key: String,
    /// `lang`.
    pub lang: String,
}

/// Says whether the element never has content.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "basefont"
            | "bgsound"
            | "frame"
            | "keygen"
    )
}

/// Says whether the element stands inside a line of text; all others break it.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "img"
            | "input"
            | "button"
            | "svg"
            | "math"
            | "picture"
            | "script"
            | "noscript"
            | "template"
            | "meta"
            | "link"
            | "source"
            | "area"
            | "map"
            | "embed"
            | "object"
            | "param"
            | "track"
            | "style"
    )
}

/// Decides what an element means, from its name, its roles and, when `by_class` says so, the
/// words of its class and id (the approach of Mozilla's Readability).
pub fn effect(name: &str, attributes: &Attributes, in_article: bool, by_class: bool) -> Effect {
    if name == "script" && attributes.kind.eq_ignore_ascii_case("application/ld+json") {
        return Effect::JsonLd;
    }
    let is_root = matches!(name, "html" | "body" | "main" | "article" | "head");
    if attributes.hidden && !is_root {
        return Effect::Skip;
    }
    match name {
        "script" | "style" | "noscript" | "template" | "form" | "select" | "textarea"
        | "button" | "svg" | "math" | "iframe" | "object" | "canvas" | "audio" | "video"
        | "dialog" | "noframes" => return Effect::Skip,
        "title" => return Effect::PageTitle,
        "nav" | "footer" | "aside" | "menu" => return Effect::Navigation,
        "header" if !in_article => return Effect::Navigation,
        "article" => return Effect::Article,
        "main" => return Effect::Main,
        "pre" | "listing" | "xmp" => return Effect::Code,
        _ => {}
    }
    let roles = || attributes.roles.split_ascii_whitespace();
    for role in roles() {
        match role.to_ascii_lowercase().as_str() {
            "navigation" | "contentinfo" | "search" | "complementary" | "menu" | "menubar"
            | "dialog" => return Effect::Navigation,
            "banner" if !in_article => return Effect::Navigation,
            "main" => return Effect::Main,
            "doc-endnotes" | "doc-footnote" => return Effect::Footnote,
            "author" => return Effect::Author,
            _ => {}
        }
    }
    if by_class && !is_root {
        let named = by_names(&attributes.names, is_inline(name));
        if named != Effect::None {
            return named;
        }
    }
    match name {
        "h1" => Effect::Heading(1),
        "h2" => Effect::Heading(2),
        "h3" => Effect::Heading(3),
        "h4" => Effect::Heading(4),
        "h5" => Effect::Heading(5),
        "h6" => Effect::Heading(6),
        "blockquote" => Effect::Quote,
        "ul" | "ol" => Effect::List,
        "li" | "dd" => Effect::Item,
        "figcaption" | "caption" => Effect::Caption,
        "table" => Effect::Table,
        "tr" => Effect::Row,
        "td" => Effect::Cell(false),
        "th" => Effect::Cell(true),
        "sup" => Effect::Superscript,
        "a" => Effect::Link,
        _ => Effect::None,
    }
}

/// What the words of a class or id say.
fn by_names(names: &str, inline: bool) -> Effect {
    if names.is_empty() || names.len() > 1000 {
        return Effect::None;
    }
    let names = names.to_ascii_lowercase();
    let words =
        || names.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let has = |wanted: &[&str]| words().any(|word| wanted.contains(&word));
    let whole = |wanted: &[&str]| names.split_ascii_whitespace().any(|name| wanted.contains(&name));
    if whole(&["author-bio", "author-box", "about-author", "author-info", "biography"]) {
        return Effect::Biography;
    }
    // The microformat of blogs (h-entry), older and newer.
    if whole(&["hentry", "h-entry"]) {
        return Effect::Article;
    }
    if has(&["pullquote"]) || whole(&["pull-quote"]) {
        return Effect::PullQuote;
    }
    if has(&["footnotes", "endnotes"]) {
        return Effect::Footnote;
    }
    if has(&["caption", "credit"]) {
        return Effect::Caption;
    }
    if whole(&["author", "byline", "author-name", "post-author", "entry-author", "vcard"]) {
        return Effect::Author;
    }
    const FURNITURE: [&str; 34] = [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "share",
        "sharing",
        "social",
        "related",
        "recommended",
        "comments",
        "respond",
        "cookie",
        "cookies",
        "advert",
        "advertisement",
        "ads",
        "promo",
        "popup",
        "modal",
        "newsletter",
        "subscribe",
        "subscription",
        "widget",
        "pagination",
        "pager",
        "trending",
        "teaser",
        "teasers",
        "footer",
        "skip",
        "masthead",
    ];
    if !inline && has(&FURNITURE) { Effect::Navigation } else { Effect::None }
}
