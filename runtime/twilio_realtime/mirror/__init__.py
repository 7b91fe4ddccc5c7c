"""Objects kept up to date by the Sync objects that mirror them."""
