"""The developer portal: the API's documentation made from its declarations, samples recorded from tests, a sandbox."""
