//! What the panel shows for each state: layout, fonts, texts.
