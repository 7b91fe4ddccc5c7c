"""The conversation story on the real service: what we only believe of it, asked."""
