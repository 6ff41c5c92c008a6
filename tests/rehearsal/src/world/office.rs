//! The stand-in centre with a switch: it goes and comes back at the same address with what it had.

use crate::scene::Result;
use centre::{Centre, Config, Control, Running};
use std::net::SocketAddr;

/// A centre that can be switched off and on.
pub struct CentreHouse {
    /// Directs it, and reports its content; of the last one while none runs.
    pub control: Control,
    /// Where stations call, whether it runs or not.
    pub addr: SocketAddr,
    config: Config,
    running: Option<Running>,
}

impl CentreHouse {
    /// Starts one.
    ///
    /// # Errors
    /// The errors of [`Centre::start`].
    pub async fn start(mut config: Config) -> Result<Self> {
        let running = Centre::start(config.clone()).await?;
        config.listen = running.addr;
        Ok(Self { control: running.control.clone(), addr: running.addr, config, running: Some(running) })
    }

    /// True if it serves.
    pub fn runs(&self) -> bool {
        self.running.is_some()
    }

    /// Ends it; what it has can still be looked at. Nothing happens when it does not run.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Starts it again at the same address, with sound manners (faults and put outcomes are forgotten). Nothing
    /// happens when it runs.
    ///
    /// # Errors
    /// Its port was taken meanwhile, and the errors of [`Centre::start`].
    pub async fn start_again(&mut self) -> Result<()> {
        if self.running.is_none() {
            let running = Centre::start(self.config.clone()).await?;
            self.control = running.control.clone();
            self.running = Some(running);
        }
        Ok(())
    }
}
