"""The paying bank: instruction files out, return files and statements in."""
