"""The service item 镇保养老金申领."""
