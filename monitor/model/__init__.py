"""The values that flow through the monitor: frozen, slotted, without behaviour of their own."""
