//! Invariant 7 with everything gone at once: the disk stalls for 20 s, the reader hangs, broker and centre are away.

use firmware::panel::simulated::Shown;
use line::Preset;
use rehearse::{Choices, Result, Scene};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const SOON: Duration = Duration::from_secs(20);
const STALL: Duration = Duration::from_secs(20);
/// Keys pressed while the disk stalls, evenly.
const PRESSES: u32 = 40;

#[tokio::test(flavor = "multi_thread")]
async fn invariant_7_a_key_is_answered_while_the_disk_stalls_for_20_s_and_reader_broker_and_centre_are_gone()
-> Result<()> {
    let mut scene = scenarios::desk("stalled", &Choices::default()).await?;
    scene.see(&["ready"]).await?;
    scene.world.stop_station().await?;
    let disk = Disk::mount(&scene.world.folder)?;
    scene.world.start_station().await?;
    scene.see(&["ready"]).await?;
    scene.world.line_is("good", SOON).await?;
    // A check whose receipt the stalled disk has to take, and one that it has to take itself.
    scene.world.set_line(Preset::BlackHole);
    scene.world.broker.kill();
    signal("-STOP", scene.world.pcscd.pid())?;
    let stall = disk.stall(STALL)?;
    let mut took = Vec::new();
    for turn in 0..PRESSES {
        let next = stall.began + STALL * turn / PRESSES;
        tokio::time::sleep_until(next.into()).await;
        took.push(answered(&mut scene, turn).await?);
    }
    assert!(stall.began.elapsed() < STALL + Duration::from_secs(5), "the keys were pressed during the stall");
    signal("-CONT", scene.world.pcscd.pid())?;
    stall.over()?;
    took.sort_unstable();
    let (middle, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    println!("{PRESSES} keys while the disk stalled: middle {middle:?}, slowest {slowest:?}");
    // Nine in ten, because this machine may be busy with other tests; `make bench` measures a quiet one.
    assert!(took[took.len() * 9 / 10] <= Duration::from_millis(100), "keys were answered after {took:?}");
    // And nothing was lost: the station goes on.
    scene.world.set_line(Preset::Good);
    scene.place("valid-hanako").await?;
    scene.see_within(&["compare"], Duration::from_secs(40)).await?;
    scene.press("o").await?;
    scene.see(&["valid", "pending"]).await?;
    scene.finish().await?;
    scene.world.settled(Duration::from_secs(120)).await?;
    scene.world.stop_station().await
}

/// Opens the menu, and the next time leaves it, and waits for the picture.
async fn answered(scene: &mut Scene, turn: u32) -> Result<Duration> {
    let open = turn.is_multiple_of(2);
    let began = Instant::now();
    scene.press(if open { "o" } else { "b" }).await?;
    let wanted = |shown: &Shown| (shown.caption.screen == "menu") == open;
    scene.world.board()?.wait_until("another screen", SOON, wanted).await?;
    Ok(began.elapsed())
}

fn signal(name: &str, pid: Option<u32>) -> Result<()> {
    let pid = pid.ok_or("not running")?.to_string();
    run(Command::new("kill").args([name, &pid]))
}

fn run(command: &mut Command) -> Result<()> {
    let done = command.stdout(Stdio::null()).status()?;
    if done.success() { Ok(()) } else { Err(format!("{command:?} ended with {done}").into()) }
}

/// The station's data folder on a disk of its own, which can be made to stall. Unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: &Path) -> Result<Self> {
        let (image, place) = (folder.join("disk.img"), folder.join("data"));
        std::fs::File::create(&image)?.set_len(64 * 1024 * 1024)?;
        run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image))?;
        run(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(&place))?;
        Ok(Self(place))
    }

    /// Freezes the file system for this long: whatever writes to it waits, and cannot be interrupted. A process of
    /// its own thaws it, so that a failed test leaves nothing frozen.
    fn stall(&self, time: Duration) -> Result<Stall> {
        run(Command::new("fsfreeze").arg("--freeze").arg(&self.0))?;
        let script = format!("sleep {}; exec fsfreeze --unfreeze \"$0\"", time.as_secs());
        let thaw = Command::new("sh").args(["-c", &script]).arg(&self.0).spawn()?;
        Ok(Stall { began: Instant::now(), thaw })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Thawed first: nothing can be unmounted that is frozen. It fails when nothing is.
        let thaw = Command::new("fsfreeze").arg("--unfreeze").arg(&self.0).stderr(Stdio::null()).status();
        // Lazily: the station may still have files open when a test failed.
        let unmount = Command::new("umount").arg("-l").arg(&self.0).status();
        drop((thaw, unmount));
    }
}

struct Stall {
    began: Instant,
    thaw: Child,
}

impl Stall {
    fn over(mut self) -> Result<()> {
        let done = self.thaw.wait()?;
        if done.success() { Ok(()) } else { Err("the disk was not frozen all the time".into()) }
    }
}
