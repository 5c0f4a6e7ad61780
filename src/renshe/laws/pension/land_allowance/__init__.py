"""Living allowance of people whose land was expropriated in Shanghai, and how it grows."""
