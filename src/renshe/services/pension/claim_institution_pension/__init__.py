"""机关事业单位养老金申领: established staff of a public body retire and are determined by both methods."""
