"""The tax bureau's file of residents' payments: each row pays the order whose number it brings back."""
