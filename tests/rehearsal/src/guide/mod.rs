//! `make guide`: what staff read, as HTML and PDF. The pictures are taken from the real station's screens and the
//! texts of the error card from the station itself, each time, so that neither ever lies.

mod card;
mod shots;

use crate::{process, scene::Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

const GUIDE: &str = include_str!("../../../../deploy/guide/quick-guide.html");
const CARD: &str = include_str!("../../../../deploy/guide/error-card.html");

/// How long the browser may take for one document.
const PRINT: Duration = Duration::from_secs(60);

/// Makes both documents in `folder`, which is emptied first.
pub async fn run(folder: &Path) -> Result<()> {
    process::fresh(folder)?;
    let pictures = folder.join("pictures");
    println!("Taking the pictures:");
    shots::take(&pictures).await?;
    let made = [
        write(folder, "quick-guide", &with_pictures(GUIDE, &pictures)?).await?,
        write(folder, "error-card", &CARD.replace("{{codes}}", &card::rows()?)).await?,
    ];
    for (html, pdf) in made {
        println!("{}\n{}", html.display(), pdf.display());
    }
    Ok(())
}

/// Puts each `{{picture NAME}}` into the document itself, so that it is one file to hand on.
fn with_pictures(template: &str, pictures: &Path) -> Result<String> {
    let mut parts = template.split("{{picture ");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").ok_or("a picture's name has no end")?;
        let file = pictures.join(format!("{name}.png"));
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let text = std::fs::read_to_string(pictures.join(format!("{name}.txt")))?;
        let (source, said) = (STANDARD.encode(bytes), escaped(&text));
        page.push_str(&format!("<img alt=\"{said}\" src=\"data:image/png;base64,{source}\">"));
        page.push_str(rest);
    }
    Ok(page)
}

/// Text as it may stand in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

async fn write(folder: &Path, name: &str, page: &str) -> Result<(PathBuf, PathBuf)> {
    let (html, pdf) = (folder.join(format!("{name}.html")), folder.join(format!("{name}.pdf")));
    std::fs::write(&html, page)?;
    let profile = tempfile::tempdir()?;
    let printed = tokio::process::Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
        .args(["--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", html.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .status();
    let printed = tokio::time::timeout(PRINT, printed).await.map_err(|_| "chromium did not end")??;
    if printed.success() && pdf.is_file() {
        Ok((html, pdf))
    } else {
        Err(format!("chromium made no {}: {printed}", pdf.display()).into())
    }
}
