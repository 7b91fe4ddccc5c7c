"""The rules of the product: channels, members, messages, users, media."""
