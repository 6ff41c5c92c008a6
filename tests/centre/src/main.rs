//! `centre`: the stand-in as a process, for rehearsals and end-to-end tests.

use centre::{
    Centre, Config, DeferredMode, Rules, Running,
    conformance::{self, Subject},
    testkit::Forge,
};
use clap::{Parser, Subcommand};
use personas::tls::PemPair;
use std::{net::SocketAddr, path::PathBuf, process::ExitCode};
use tokio::signal::unix::{SignalKind, signal};

/// The stand-in for the national system, which is closed to the public. It speaks the project's own documented API
/// (station/wire/openapi.yaml) and proves nothing about the real system.
#[derive(Parser)]
#[command(
    version,
    after_help = "Example:\n  \
    centre serve --listen 127.0.0.1:0 --data /tmp/centre --pki /tmp/pki --control 127.0.0.1:0\n  \
    prints {\"listen\":\"127.0.0.1:40123\",\"control\":\"127.0.0.1:40124\",…} and serves until SIGTERM;\n  \
    curl -X POST http://127.0.0.1:40124/faults -d '{\"kind\":\"slow\",\"ms\":3000,\"times\":1}'"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves stations until SIGTERM or SIGINT. Prints one JSON line with the real addresses when ready.
    Serve(Serve),
    /// Exercises every operation and every documented answer of the API and prints what does not fit.
    Conformance(Conformance),
}

/// Without --base a stand-in of its own is exercised, and all answers are produced. With it, any server that claims
/// to implement the API; answers that only a directed server gives are then listed as not provoked.
#[derive(clap::Args)]
struct Conformance {
    /// The server, such as https://gateway.example:8443.
    #[arg(long, requires = "ca")]
    base: Option<String>,
    /// PEM file of the CA that signed the server's certificate.
    #[arg(long)]
    ca: Option<PathBuf>,
    /// PEM file of the client certificate; one of the test PKI when absent.
    #[arg(long, requires = "key")]
    certificate: Option<PathBuf>,
    /// PEM file of its key.
    #[arg(long, requires = "certificate")]
    key: Option<PathBuf>,
    /// Directory of the test PKI that makes the checks; made when missing.
    #[arg(long)]
    pki: PathBuf,
    /// Station id, the common name of the client certificate.
    #[arg(long, default_value = "conformance")]
    station: String,
}

#[derive(clap::Args)]
struct Serve {
    /// Address for stations, HTTPS; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Directory of the database; made when missing.
    #[arg(long)]
    data: PathBuf,
    /// Directory of the test PKI; made when missing.
    #[arg(long)]
    pki: PathBuf,
    /// Loopback address for the director, plain HTTP; none when absent.
    #[arg(long)]
    control: Option<SocketAddr>,
    /// Treatment of checks that waited on the bus: accept, refuse or too-old.
    #[arg(long, default_value = "accept", value_parser = mode)]
    deferred: DeferredMode,
    /// Seconds after which a deferred check is too old.
    #[arg(long, default_value_t = Rules::default().max_age_s)]
    max_age: u32,
}

fn mode(text: &str) -> Result<DeferredMode, String> {
    match text {
        "accept" => Ok(DeferredMode::Accept),
        "refuse" => Ok(DeferredMode::Refuse),
        "too-old" => Ok(DeferredMode::TooOld),
        _ => Err("accept, refuse or too-old is expected".to_owned()),
    }
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(async {
            match command {
                Command::Serve(serve) => run(serve).await,
                Command::Conformance(arguments) => conform(arguments).await,
            }
        }),
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("centre: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(serve: Serve) -> Result<(), Box<dyn std::error::Error>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let rules = Rules { deferred: serve.deferred, max_age_s: serve.max_age, ..Rules::default() };
    let config =
        Config { listen: serve.listen, control: serve.control, rules, ..Config::new(serve.data, serve.pki) };
    let running = Centre::start(config).await?;
    let ready = serde_json::json!({
        "listen": running.addr,
        "control": running.control_addr,
        "base_url": running.base_url(),
        "pid": std::process::id(),
    });
    println!("{ready}");
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    running.stop().await;
    Ok(())
}

async fn conform(arguments: Conformance) -> Result<(), Box<dyn std::error::Error>> {
    let forge = Forge::open(&arguments.pki, &arguments.station)?;
    let tls = personas::tls::Tls::ensure(&arguments.pki)?;
    let pair = match (arguments.certificate, arguments.key) {
        (Some(certificate), Some(key)) => PemPair { certificate, key },
        _ => forge.identity().centre.clone(),
    };
    let client = conformance::client(arguments.ca.as_ref().unwrap_or(&tls.centre_ca), Some(&pair), false)?;
    let data = std::env::temp_dir().join(format!("centre-conformance-{}", std::process::id()));
    let own = match &arguments.base {
        Some(_) => None,
        None => Some(Centre::start(Config::new(&data, &arguments.pki)).await?),
    };
    let base = arguments.base.unwrap_or_else(|| own.as_ref().map(Running::base_url).unwrap_or_default());
    let control = own.as_ref().map(|running| running.control.clone());
    let subject = Subject { base: base.trim_end_matches('/').to_owned(), client, forge, control };
    let report = conformance::run(&subject, false).await;
    if let Some(own) = own {
        own.stop().await;
        std::fs::remove_dir_all(&data)?;
    }
    tell(&report?)
}

fn tell(report: &conformance::Report) -> Result<(), Box<dyn std::error::Error>> {
    println!("{} documented answers produced", report.exercised.len());
    report.not_provoked.iter().for_each(|(operation, status)| println!("not provoked: {operation} {status}"));
    report.failures.iter().for_each(|failure| println!("FAILS: {failure}"));
    match report.failures.len() {
        0 => Ok(()),
        count => Err(format!("{count} answers do not conform").into()),
    }
}
