//! Status and events over MQTT.
