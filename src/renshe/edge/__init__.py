"""WHERE does it start? Settings, command line, database supervisor, demonstration city."""
