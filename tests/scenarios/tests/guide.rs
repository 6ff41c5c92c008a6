//! What staff read is made from the real screens and codes, on as many pages as promised.

use rehearse::Result;
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn the_quick_guide_has_two_pages_and_the_error_card_one_and_both_hold_what_the_station_says()
-> Result<()> {
    let folder = scenarios::folder("guide")?;
    rehearse::guide(&folder).await?;
    assert_eq!(pages(&folder.join("quick-guide.pdf"))?, 2);
    assert_eq!(pages(&folder.join("error-card.pdf"))?, 1);
    let guide = std::fs::read_to_string(folder.join("quick-guide.html"))?;
    assert!(!guide.contains("{{"), "a place was not filled");
    for said in ["未確認", "契約一覧にない", "試験 花子", "電源を切りますか"] {
        assert!(guide.contains(said), "{said}");
    }
    let card = std::fs::read_to_string(folder.join("error-card.html"))?;
    for code in ["K101", "D201", "C220", "U411", "J202", "S140", "P140", "R101"] {
        assert!(card.contains(code), "{code}");
    }
    Ok(())
}

fn pages(pdf: &std::path::Path) -> Result<u32> {
    let told = Command::new("pdfinfo").arg(pdf).output()?;
    let told = String::from_utf8(told.stdout)?;
    let line = told.lines().find_map(|line| line.strip_prefix("Pages:")).ok_or("no number of pages")?;
    Ok(line.trim().parse()?)
}
