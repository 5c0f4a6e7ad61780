"""Early retirement after work under ground, in heat, aloft, in heavy labour or harmful to health (特殊工种)."""
