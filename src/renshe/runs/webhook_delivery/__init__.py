"""Events reach whoever subscribed to them."""
