//! The walls of the house, as tests: which crate may depend on what, and what no source below the page may contain.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each library may use of the workspace. The page (`src/`) and the command (`crates/cli`) may use all of it.
const ARROWS: [(&str, &[&str]); 5] = [
    ("cloud", &[]),
    ("sim", &["cloud"]),
    ("studio", &["cloud", "sim"]),
    ("wire", &["cloud"]),
    ("bench", &["cloud", "sim"]),
];

/// What the engine (`cloud`, `sim`) must not even reach through others: the browser, clocks, chance, threads.
const UNREACHABLE: [&str; 23] = [
    "async-std",
    "chrono",
    "console_error_panic_hook",
    "fastrand",
    "getrandom",
    "gloo",
    "instant",
    "js-sys",
    "log",
    "rand",
    "rayon",
    "smol",
    "time",
    "tokio",
    "tracing",
    "uuid",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "wasmtimer",
    "web-sys",
    "web-time",
    "wire",
    "yew",
];

/// What no source of the libraries may contain, and why. Comments do not count.
const FORBIDDEN: [(&[&str], &str); 5] = [
    (
        &[
            "std::time::Instant",
            "std::time::SystemTime",
            "Instant::now",
            "SystemTime::now",
        ],
        "time is an argument",
    ),
    (
        &["HashMap", "HashSet"],
        "its order is not fixed: BTreeMap, or cloud::lookup::Lookup for look-up alone",
    ),
    (
        &[
            ".ln()",
            ".ln_1p()",
            ".exp()",
            ".exp2()",
            ".exp_m1()",
            ".log2()",
            ".log10()",
            ".powf(",
            ".powi(",
            ".cbrt()",
            ".hypot(",
            ".sin()",
            ".cos()",
            ".tan()",
            ".sin_cos()",
            ".asin()",
            ".acos()",
            ".atan()",
            ".atan2(",
            ".sinh()",
            ".cosh()",
            ".tanh()",
            "f64::powi",
            "f64::powf",
            "f64::ln",
            "f64::exp",
            "f64::sin",
            "f64::log",
        ],
        "native and wasm give different bits: use libm, or integers",
    ),
    (
        &[
            "std::thread",
            "thread_local!",
            "std::env::var",
            "std::net",
            "core::net",
        ],
        "the world knows its inputs and nothing else",
    ),
    (&["DefaultHasher", "RandomState"], "not the same on every target"),
];

/// What looks like something forbidden and is not: an address is data, and opens nothing.
const ALLOWED: [&str; 1] = ["use std::net::IpAddr;"];

/// What must not be left behind anywhere.
const LEFTOVERS: [&str; 7] = [
    "FIX\u{4d}E",
    "XX\u{58}",
    "TO\u{44}O",
    "todo\u{21}(",
    "unimplemented\u{21}(",
    "dbg\u{21}(",
    "<<<<\u{3c}<<",
];

/// The most lines that a file may have.
const LINES: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository is there")
}

/// The normal dependencies of `package` for the page's target, one "name vVERSION ..." for each line.
fn tree(package: &str, more: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
            "--prefix",
            "none",
        ])
        .args(["-p", package])
        .args(more)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo tree -p {package}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(str::to_owned)
        .collect()
}

fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

/// The libraries that exist so far.
fn libraries() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    ARROWS
        .into_iter()
        .filter(|(name, _)| root().join("crates").join(name).exists())
}

/// The text files with one of `extensions` below `folders`, with their paths from the root.
fn files(folders: &[&str], extensions: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        let kind = std::fs::symlink_metadata(&path).map(|data| data.file_type());
        if kind.as_ref().is_ok_and(std::fs::FileType::is_dir) {
            let entries = std::fs::read_dir(&path).expect("the folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if kind.is_ok_and(|kind| kind.is_file())
            && path
                .extension()
                .is_some_and(|extension| extensions.iter().any(|known| extension == *known))
        {
            let name = path
                .strip_prefix(&root)
                .expect("below the root")
                .to_string_lossy()
                .into_owned();
            let text = std::fs::read_to_string(&path).expect("a text");
            found.push((name, text));
        }
    }
    found.sort();
    found
}

/// Source without its comments, line by line as it was. What stands in a text is no comment.
fn code(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (length, is_code) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (after(rest, 2, "*/"), false)
        } else if first == '"' {
            (length_of_text(&code, rest), true)
        } else if first == '\'' {
            (length_of_letter(rest), true)
        } else {
            (first.len_utf8(), true)
        };
        let (piece, left) = rest.split_at(length);
        if is_code {
            code.push_str(piece);
        } else {
            code.extend(piece.matches('\n'));
        }
        rest = left;
    }
    code
}

/// Where the first `end` from `start` on is over.
fn after(text: &str, start: usize, end: &str) -> usize {
    text[start..]
        .find(end)
        .map_or(text.len(), |place| start + place + end.len())
}

/// The length of the text that `rest` begins with: up to the next quotation mark that no backslash precedes or, in a raw one, that
/// as many signs follow as stand `before` it.
fn length_of_text(before: &str, rest: &str) -> usize {
    let prefix = before.trim_end_matches('#');
    if prefix.ends_with('r') {
        let signs = before.len() - prefix.len();
        return after(rest, 1, &format!("\"{}", "#".repeat(signs)));
    }
    let mut escaped = false;
    for (place, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of the letter between apostrophes that `rest` begins with, or of the apostrophe of a lifetime.
fn length_of_letter(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), Some((place, escaped))) => after(rest, place + escaped.len_utf8(), "'"),
        (Some(_), Some((place, '\''))) => place + 1,
        _ => 1,
    }
}

fn nothing(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_comment_is_one_outside_of_texts() {
    let source = r##"
let url = format!("http://{host}/\"//"); // HashMap
let (quote, slash, of): (char, char, &'static str) = ('"', '\'', "// no comment"); /* HashSet
HashSet */ let raw = r#"a " // b"#; let bytes = br"\"; // HashMap
"##;
    let expected = r##"
let url = format!("http://{host}/\"//"); 
let (quote, slash, of): (char, char, &'static str) = ('"', '\'', "// no comment"); 
 let raw = r#"a " // b"#; let bytes = br"\"; 
"##;
    assert_eq!(code(source), expected);
}

#[test]
fn the_arrows_never_run_back() {
    let names: BTreeSet<&str> = ARROWS
        .iter()
        .map(|(name, _)| *name)
        .chain(["playground", "decouple"])
        .collect();
    for (package, allowed) in libraries() {
        for kind in ["normal", "build", "dev"] {
            let lines = tree(package, &["-e", kind]);
            let wrong: Vec<String> = lines
                .iter()
                .map(|line| first_word(line))
                .filter(|name| names.contains(name) && *name != package && !allowed.contains(name))
                .map(|name| format!("{package} must not use {name} ({kind} dependency)"))
                .collect();
            nothing(&wrong);
        }
    }
}

#[test]
fn every_crate_has_a_place_in_the_house() {
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).chain(["cli"]).collect();
    for entry in std::fs::read_dir(root().join("crates")).expect("crates/ can be read") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(
            !entry.path().is_dir() || known.contains(&*name),
            "crates/{name} is not among ARROWS"
        );
    }
}

#[test]
fn the_engine_reaches_no_browser_clock_or_chance() {
    for package in ["cloud", "sim"] {
        let wrong: Vec<String> = tree(package, &["-e", "normal"])
            .iter()
            .map(|line| first_word(line))
            .filter(|name| {
                UNREACHABLE.contains(name) || name.starts_with("gloo-") || name.starts_with("tokio-")
            })
            .map(|name| format!("{package} reaches {name}; ask: cargo tree -p {package} -i {name}"))
            .collect();
        nothing(&wrong);
        let wrong: Vec<String> = tree(package, &["-e", "normal,features"])
            .into_iter()
            .filter(|line| {
                line.starts_with("rand")
                    && [r#""std""#, r#""sys_rng""#, r#""thread_rng""#]
                        .iter()
                        .any(|name| line.contains(name))
            })
            .map(|line| format!("{package} reaches {line}"))
            .collect();
        nothing(&wrong);
    }
}

#[test]
fn the_engine_knows_json_where_it_is_data_of_aws_alone() {
    let mut wrong = Vec::new();
    for (name, text) in files(&["crates/cloud/src", "crates/sim/src"], &["rs"]) {
        if code(&text).contains("serde") && name != "crates/cloud/src/json.rs" {
            wrong.push(format!("{name} knows serde"));
        }
    }
    nothing(&wrong);
}

#[test]
fn the_libraries_contain_nothing_that_differs_between_runs_or_targets() {
    let mut wrong = Vec::new();
    for (package, _) in libraries() {
        for (name, text) in files(&[&format!("crates/{package}/src")], &["rs"]) {
            for (number, line) in code(&text).lines().enumerate() {
                for (words, reason) in FORBIDDEN {
                    let is_here = |word: &&&str| line.contains(**word) && !ALLOWED.contains(&line);
                    let word = words.iter().find(is_here);
                    if let Some(word) = word.filter(|_| name != "crates/cloud/src/lookup.rs") {
                        wrong.push(format!("{name}:{}: {word}: {reason}", number + 1));
                    }
                }
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn nothing_is_left_behind() {
    let folders = [
        ".ci", "crates", "docs", "scripts", "sdk", "src", "static", "tests",
    ];
    let extensions = ["rs", "md", "mjs", "js", "css", "html", "toml"];
    let mut wrong = Vec::new();
    for (name, text) in files(&folders, &extensions) {
        for (number, line) in text.lines().enumerate() {
            if let Some(word) = LEFTOVERS.iter().find(|word| line.contains(**word)) {
                wrong.push(format!("{name}:{}: {word}", number + 1));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn no_file_is_too_long() {
    let mut wrong = Vec::new();
    for (name, text) in files(
        &["crates", "src", "scripts", "sdk", "static", "tests"],
        &["rs", "mjs", "js", "css"],
    ) {
        let lines = text.lines().count();
        if lines > LINES {
            wrong.push(format!("{name} has {lines} lines, more than {LINES}"));
        }
    }
    nothing(&wrong);
}

#[test]
fn the_page_has_no_inline_script_or_style_and_names_no_other_origin() {
    let page = std::fs::read_to_string(root().join("index.html")).expect("index.html");
    assert!(page.contains("default-src 'none'"), "the policy is in the page");
    for word in [
        "<style",
        " style=",
        " onload=",
        " onclick=",
        " onerror=",
        "http://",
        "https://",
        "unsafe-inline",
    ] {
        assert!(!page.contains(word), "index.html contains {word}");
    }
    assert!(
        page.match_indices("<script").all(|(at, _)| page[at..]
            .split('>')
            .next()
            .is_some_and(|tag| tag.contains(" src="))),
        "every script has a file of its own"
    );
    let mut wrong = Vec::new();
    for (name, text) in files(&["static"], &["js", "css", "webmanifest"]) {
        for word in ["http:", "https:", "eval(", "new Function", "innerHTML", "@import"] {
            if text.contains(word) {
                wrong.push(format!("{name} contains {word}"));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn lock_files_name_no_address_to_download_from() {
    for folder in ["scripts", "tests"] {
        let lock =
            std::fs::read_to_string(root().join(folder).join("package-lock.json")).expect("a lock file");
        assert!(
            !lock.contains("\"resolved\""),
            "{folder}/package-lock.json: npm install --omit-lockfile-registry-resolved"
        );
    }
}
