//! `serve`: addresses, headers, and shutdown.

use crate::program::running::{program, text};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const SCRIPT: &str = "page-0123456789abcdef.js";
const MODULE: &str = "page-0123456789abcdef_bg.wasm";

/// A built page, and a data set next to it.
fn page() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["index.html", "offline.js", "manifest.webmanifest", "icon.svg", "a.json", SCRIPT, MODULE] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    std::fs::create_dir(folder.path().join("mnist")).unwrap();
    for part in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
        std::fs::write(folder.path().join("mnist").join(format!("{part}-ubyte")), "").unwrap();
    }
    folder
}

fn serve(page: &Path) -> Command {
    let mut command = program();
    command.args(["serve", "--port", "0", "--page"]).arg(page).arg("--data-dir").arg(page);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Starts a server; returns its process, its address, and the first `lines` lines of its output.
fn start(mut command: Command, lines: usize) -> (Child, String, String) {
    let mut child = command.spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    for _ in 0..lines {
        stdout.read_line(&mut said).unwrap();
    }
    let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    (child, address, said)
}

/// The status line and headers of a response, in lower case.
fn head(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split("\r\n\r\n").next().unwrap().to_lowercase()
}

#[test]
fn every_file_comes_with_its_type_and_for_as_long_as_it_lasts() {
    let page = page();
    let (mut child, address, said) = start(serve(page.path()), 1);
    assert!(!said.contains("open to everyone"), "{said}");
    let files = [
        ("", "text/html", "no-cache"),
        ("offline.js", "text/javascript", "no-cache"),
        ("manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("icon.svg", "image/svg+xml", "no-cache"),
        ("a.json", "application/json", "no-cache"),
        (SCRIPT, "text/javascript", "public, max-age=31536000, immutable"),
        (MODULE, "application/wasm", "public, max-age=31536000, immutable"),
    ];
    for (name, kind, cache) in files {
        let head = head(&address, &format!("/{name}"));
        assert!(head.starts_with("http/1.1 200"), "{name}: {head}");
        assert!(head.contains(&format!("content-type: {kind}")), "{name}: {head}");
        assert!(head.contains(&format!("cache-control: {cache}")), "{name}: {head}");
        assert!(head.contains("access-control-allow-origin: *"), "{name}: {head}");
        assert!(head.contains("content-security-policy: ") && head.contains("nosniff"), "{name}: {head}");
    }
    let missing = head(&address, "/gone-0123456789abcdef.js");
    assert!(missing.starts_with("http/1.1 404") && missing.contains("cache-control: no-cache"), "{missing}");
    // Data sets are for the page only, not for every site that the browser shows.
    for path in ["/data/index.json", "/data/files/mnist/train-images-idx3-ubyte"] {
        let head = head(&address, path);
        assert!(head.starts_with("http/1.1 200") && !head.contains("access-control"), "{path}: {head}");
    }
    // An idle connection does not keep the server running.
    let _idle = TcpStream::connect(&address).unwrap();
    let ended = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(ended.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn of_a_folder_with_data_sets_nothing_else_is_served() {
    let page = page();
    let data = tempfile::tempdir().unwrap();
    std::fs::create_dir(data.path().join("cifar100")).unwrap();
    for name in ["cifar100/train.bin", "cifar100/test (1).bin", "cifar100/notes.txt", "secret.txt"] {
        std::fs::write(data.path().join(name), "").unwrap();
    }
    let mut command = program();
    command.args(["serve", "--port", "0", "--page"]).arg(page.path()).arg("--data-dir").arg(data.path());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let (mut child, address, _) = start(command, 1);
    for (path, status) in [
        ("cifar100/train.bin", "200"),
        ("cifar100/test%20(1).bin", "200"),
        ("cifar100/notes.txt", "404"),
        ("secret.txt", "404"),
        ("cifar100/../secret.txt", "404"),
        ("cifar100%2F..%2Fsecret.txt", "404"),
        ("cifar100", "404"),
        ("", "404"),
    ] {
        let head = head(&address, &format!("/data/files/{path}"));
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{path}: {head}");
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn it_says_to_whom_it_opens_and_ends_well() {
    let page = page();
    let mut command = serve(page.path());
    command.args(["--host", "0.0.0.0"]);
    let (mut child, address, said) = start(command, 2);
    assert!(said.contains("open to everyone who can reach this computer"), "{said}");
    let port = address.rsplit(':').next().unwrap();
    assert!(head(&format!("127.0.0.1:{port}"), "/").starts_with("http/1.1 200"));
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn addresses_that_cannot_be_are_refused_in_a_sentence() {
    let page = page();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, words) in [
        (["--port", &port], "choose another --port or --host"),
        (["--host", "192.0.2.1"], "choose another --port or --host"),
        (["--host", "not an address"], "give an address of this computer"),
    ] {
        let mut command = program();
        command.args(["serve", "--page"]).arg(page.path()).args(arguments);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
}
